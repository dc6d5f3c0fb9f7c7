import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repository } from './app.js'
import { bombPdf, makePdf, plainPages } from './pdf-files.js'

interface Item {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
interface Drawn {
  readonly number: number
  readonly width: number
  readonly height: number
  readonly png: string
  readonly items: readonly Item[]
  readonly error?: { readonly code: string; readonly message: string }
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-drawing-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function command(...args: string[]) {
  return JSON.parse(
    execFileSync(process.execPath, [join(repository, 'build', 'documents.mjs'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    }),
  )
}

function draw(name: string, content: Uint8Array, ...args: string[]): readonly Drawn[] {
  writeFileSync(join(folder, name), content)
  return command('draw', name, ...args).pages
}

const textOf = ({ items }: Drawn) => items.map(({ text }) => text).join(' ')
const pixelsOf = ({ png }: Drawn) => {
  const bytes = Buffer.from(png, 'base64')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

test('pages are drawn in any order, with their text where it stands, and a page that is not there costs no other', () => {
  const [second, none, first] = draw('plain.pdf', makePdf({ pages: plainPages(2) }), '2', '3', '1', '--scale', '2')
  expect(second).toMatchObject({ number: 2, width: 1_190, height: 1_684 })
  expect(second && pixelsOf(second)).toEqual([1_190, 1_684])
  expect(second && textOf(second)).toContain('Fact 2.1 stands on page 2')
  // The first line's baseline is 780 points from the bottom, in letters of 11 points.
  const line = second?.items[0]
  expect(line?.x).toBeCloseTo(120)
  expect(line && line.y < 124 && line.y + line.height > 124).toBe(true)
  expect(line?.width).toBeGreaterThan(300)
  expect(none?.error?.code).toBe('not-found')
  expect(first && textOf(first)).toContain('Fact 1.1')
})

test('a page as large as a house has fewer pixels, and its text still stands in its place', () => {
  const huge = Buffer.from(makePdf({ pages: plainPages(1) }))
    .toString('latin1')
    .replace('[0 0 595 842]', '[0 0 14000 9000]')
  const [page] = draw('huge.pdf', Buffer.from(huge, 'latin1'), '1', '--scale', '8')
  expect(page).toMatchObject({ width: 112_000, height: 72_000 })
  const [width = 0, height = 0] = page ? pixelsOf(page) : []
  expect(width * height).toBeLessThan(16_200_000)
  expect(page?.items[0]?.x).toBeCloseTo(480)
})

test('the text of a scan can be selected, and its picture is read as a document', () => {
  const lines = ['The ferry leaves the old harbour at noon,', 'and it comes back at four in the afternoon.']
  const [page] = draw('scan.pdf', makePdf({ pages: [{ lines: [], stamp: lines }] }), '1', '--scale', '3')
  expect(page && textOf(page)).toContain('old harbour at noon')
  expect(page?.items[0]?.x).toBeGreaterThan(170)
  expect(page?.items[0]?.x).toBeLessThan(190)
  const png = Buffer.from(page?.png ?? '', 'base64')
  writeFileSync(join(folder, 'scan.png'), png)
  const [read] = command('read', 'scan.png').files
  expect(read).toMatchObject({ kind: 'image', pages: [{ number: 1, status: 'read' }] })
  expect(read.pages[0].text).toContain('comes back at four')
  const [picture] = draw('picture.png', png, '1')
  expect(picture).toMatchObject({ width: 1_785, height: 2_526 })
})

test('a page that unpacks without end costs itself, and the next page is drawn in a new window', () => {
  const [bomb, first] = draw('bomb.pdf', bombPdf(), '2', '1')
  expect(bomb?.error).toEqual({ code: 'document-unreadable', message: expect.stringMatching(/could not be read/) })
  expect(first && textOf(first)).toBe('Hello there.')
})
