import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DocumentsApp, fileOf, reportFile } from '../testing/documents-app.js'
import { goodReader, hangingReader, pages } from '../testing/test-document.js'

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
})
afterEach(() => app.close())

const originals = () => readdirSync(join(app.folder, 'documents')).sort()
const textBytes = pages.reduce((sum, { passages }) => sum + Buffer.byteLength(JSON.stringify(passages)), 0)

test('the storage is that of files and texts, and goes with the document', async () => {
  const [id = '', other = ''] = await app.attach(null, reportFile, fileOf('other.md', 1))
  await app.untilIdle()
  expect(await app.documents.storage()).toEqual({ files: 2, fileBytes: 10_000, textBytes: 2 * textBytes })
  await app.documents.remove(id)
  expect(await app.documents.storage()).toEqual({ files: 1, fileBytes: 5_000, textBytes })
  await app.documents.remove(other)
  expect(await app.documents.storage()).toEqual({ files: 0, fileBytes: 0, textBytes: 0 })
})

test('originals are removed of documents that are read, and of no other', async () => {
  const [id = ''] = await app.attach(null, reportFile)
  await app.untilIdle()
  app.reader = hangingReader
  const [, unread = ''] = await app.attach(null, fileOf('unread.md', 1))
  await app.documentIn('reading', unread)
  expect(await app.documents.removeOriginals()).toBe(1)
  expect(originals()).toEqual([unread])
  expect(app.documents.readPage(id, 1).passages).toEqual(pages[0]?.passages)
  expect(await app.documents.removeOriginals()).toBe(0)
})

test('where originals are not kept, a file goes once its text is read and sent, in whatever order', async () => {
  app.settings = { ...app.settings, keepsOriginals: false }
  const [id = ''] = await app.attach(null, reportFile)
  await app.untilIdle()
  expect(originals()).toEqual([id])
  app.documents.summarise(null)
  await app.untilIdle()
  await app.documents.stop()
  expect(originals()).toEqual([])

  app.open()
  app.reader = hangingReader
  const [late = ''] = await app.attach(null, fileOf('late.md', 1))
  await app.documentIn('reading', late)
  app.documents.summarise(null)
  await app.documents.stop()
  expect(originals()).toEqual([late])
  app.reader = goodReader
  app.open().start()
  await app.documentIn('read', late)
  await app.documents.stop()
  expect(originals()).toEqual([])
})

test('where originals are kept, they stay', async () => {
  const [id = ''] = await app.attach(null, reportFile)
  app.documents.summarise(null)
  await app.untilIdle()
  await app.documents.stop()
  expect(originals()).toEqual([id])
})
