import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DocumentKind } from '../../../contract/documents.js'
import type { DrawnPage, DrawOptions } from '../../../contract/drawing.js'
import { AppError } from '../../../contract/errors.js'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import { DocumentsApp, fileOf } from '../testing/documents-app.js'
import type { DocumentSource } from './document-source.js'
import { PageDrawings } from './page-drawings.js'

const options: DrawOptions = { width: 400, pixelRatio: 2, isTextRecognized: false }

/** Draws one page at a time, when the test says so. */
class HeldDrawer {
  readonly opened: string[] = []
  readonly drawn: number[] = []
  bytes = 1_000
  isHeld = false
  fault: AppError | undefined
  closings = 0
  #source: DocumentSource | undefined
  readonly openedWith: (readonly [string | undefined, readonly OcrLanguage[] | undefined])[] = []
  #released: (() => void)[] = []
  #free: Promise<unknown> = Promise.resolve()

  async open(source: DocumentSource, _: AbortSignal, languages?: readonly OcrLanguage[]): Promise<number> {
    if (this.fault) throw this.fault
    this.openedWith.push([source.password, languages])
    this.#source = source
    this.opened.push(`${source.kind} ${source.size}`)
    return 3
  }

  draw(page: number, _: DrawOptions, signal: AbortSignal): Promise<DrawnPage> {
    const done = this.#free.then(async () => {
      signal.throwIfAborted()
      this.drawn.push(page)
      if (this.isHeld) await new Promise<void>((resolve) => this.#released.push(resolve))
      await this.#source?.piece(0, 1)
      return { width: 400, height: 600, png: new Uint8Array(this.bytes), items: [] }
    })
    this.#free = done.catch(() => {})
    return done
  }

  close(): void {
    this.closings++
    this.#source = undefined
  }

  release(): void {
    for (const release of this.#released.splice(0)) release()
  }
}

let app: DocumentsApp
let drawer: HeldDrawer
let drawings: PageDrawings
let password: string | undefined

beforeEach(() => {
  app = new DocumentsApp()
  drawer = new HeldDrawer()
  password = undefined
  drawings = new PageDrawings({
    documents: app.store.documents,
    originals: app.originals,
    drawer,
    passwordOf: () => password,
  })
})
afterEach(async () => {
  await drawings.close()
  await app.close()
})

async function add(name: string, kind: DocumentKind, number = 0): Promise<string> {
  const file = fileOf(name, number)
  const { hash } = await app.originals.store(name, file)
  return app.store.documents.create({ id: name, conversationId: null, name, kind, bytes: file.size, hash }).id
}

test('a page is drawn from the original, which is opened once for all its pages', async () => {
  const id = await add('facts', 'pdf')
  expect(await drawings.draw(id, 1, options)).toMatchObject({ width: 400 })
  await drawings.draw(id, 2, options)
  expect(drawer.opened).toEqual(['pdf 5000'])
  expect(drawer.drawn).toEqual([1, 2])
})

test('a page is drawn with the password of its document, and read in the languages that were chosen for it', async () => {
  password = 'open sesame'
  await drawings.draw(await add('locked', 'pdf'), 1, options)
  const id = await add('scan', 'image', 1)
  app.store.documents.setLanguages(id, ['deu'])
  password = undefined
  await drawings.draw(id, 1, options)
  expect(drawer.openedWith).toEqual([
    ['open sesame', undefined],
    [undefined, ['deu']],
  ])
})

test('a page that is shown again is not drawn again, unless its size is another', async () => {
  const id = await add('facts', 'pdf')
  const first = await drawings.draw(id, 1, options)
  expect(await drawings.draw(id, 1, options)).toBe(first)
  await drawings.draw(id, 1, { ...options, width: 500 })
  expect(drawer.drawn).toEqual([1, 1])
})

test('large drawings push out the ones that were not used for longest', async () => {
  const id = await add('facts', 'pdf')
  drawer.bytes = 12 * 1024 * 1024
  for (const page of [1, 2, 1, 3, 1, 2]) await drawings.draw(id, page, options)
  expect(drawer.drawn).toEqual([1, 2, 3, 2])
})

test('only the newest of the waiting requests is drawn', async () => {
  const id = await add('facts', 'pdf')
  drawer.isHeld = true
  const first = drawings.draw(id, 1, options)
  await expect.poll(() => drawer.drawn).toEqual([1])
  const second = drawings.draw(id, 2, options)
  const third = drawings.draw(id, 3, options)
  drawer.isHeld = false
  drawer.release()
  await expect(second).rejects.toMatchObject({ code: 'interrupted' })
  expect(await third).toMatchObject({ width: 400 })
  await first.catch(() => {})
  expect(drawer.drawn).toEqual([1, 3])
})

test('another document takes the place of the first, whose drawings are forgotten', async () => {
  const [one, two] = [await add('one', 'pdf'), await add('two', 'image', 1)]
  await drawings.draw(one, 1, options)
  await drawings.draw(two, 1, options)
  await drawings.draw(one, 1, options)
  expect(drawer.opened).toEqual(['pdf 5000', 'image 5000', 'pdf 5000'])
})

test('a document without its original is not drawn, and says why', async () => {
  const id = await add('facts', 'pdf')
  await app.originals.remove(id)
  await expect(drawings.draw(id, 1, options)).rejects.toThrow(/not kept/)
})

test('a kind that is shown as text is never opened', async () => {
  const id = await add('report', 'docx')
  await expect(drawings.draw(id, 1, options)).rejects.toMatchObject({ code: 'refused' })
  expect(drawer.opened).toEqual([])
})

test('a document that could not be opened is opened again for the next page', async () => {
  const id = await add('facts', 'pdf')
  drawer.fault = new AppError('document-unreadable', 'It is damaged.')
  await expect(drawings.draw(id, 1, options)).rejects.toThrow('It is damaged.')
  drawer.fault = undefined
  expect(await drawings.draw(id, 1, options)).toMatchObject({ width: 400 })
})

test('closing frees the window, and the next page opens it again', async () => {
  const id = await add('facts', 'pdf')
  await drawings.draw(id, 1, options)
  const before = drawer.closings
  await drawings.close()
  expect(drawer.closings).toBe(before + 1)
  await drawings.draw(id, 1, options)
  expect(drawer.drawn).toEqual([1, 1])
})
