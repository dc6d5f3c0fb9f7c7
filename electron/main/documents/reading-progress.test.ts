import { afterEach, beforeEach, expect, test } from 'vitest'
import { DocumentsApp, reportFile } from '../testing/documents-app.js'
import { goodReader, hangingReader } from '../testing/test-document.js'

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
})
afterEach(() => app.close())

test('a card says how far its document is read, also to a window that opens on the way, and nothing once it is read', async () => {
  const half = { done: 120, total: 412, isPicture: false }
  let finish = () => {}
  app.reader = {
    async read(source, signal, options) {
      for (let done = 0; done <= half.done; done++) options?.onProgress?.({ ...half, done })
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return goodReader.read(source, signal)
    },
  }
  const [id = ''] = await app.attach(null, reportFile)
  await app.documentIn('reading', id)
  while (!app.documents.document(id).reading) await new Promise((resolve) => setImmediate(resolve))
  expect(app.documents.documentsOf(null)).toMatchObject([{ id, state: 'reading', reading: half }])
  expect(app.documentChanges.filter(({ reading }) => reading)).toHaveLength(1)
  finish()
  expect(await app.documentIn('read', id)).not.toHaveProperty('reading')
})

test('a reading that is given up has no progress', async () => {
  app.reader = {
    read(source, signal, options) {
      options?.onProgress?.({ done: 1, total: 2, isPicture: false })
      return hangingReader.read(source, signal)
    },
  }
  const [id = ''] = await app.attach(null, reportFile)
  await app.documentIn('reading', id)
  await app.documents.stop()
  expect(app.documents.document(id)).not.toHaveProperty('reading')
})
