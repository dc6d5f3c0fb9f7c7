import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DocumentsApp, fileOf, reportFile } from '../testing/documents-app.js'

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
})
afterEach(() => app.close())

const original = (name: string) => join(app.folder, 'documents', name)

/** Leaves a file that belongs to no document. */
async function leaveStray(): Promise<void> {
  await app.attach(null, reportFile)
  writeFileSync(original('stray'), 'mine')
}

test('a start removes the files of no document', async () => {
  await leaveStray()
  app.killAndOpenAgain()
  await app.documents.stop()
  expect(existsSync(original('stray'))).toBe(false)
  expect(existsSync(join(app.folder, 'damaged'))).toBe(false)
})

test('a start with a store that may have lost documents keeps the files of no document', async () => {
  await leaveStray()
  app.store = { ...app.store, mayLackRows: true }
  app.open().start()
  await app.documents.stop()
  expect(existsSync(original('stray'))).toBe(false)
  expect(readFileSync(join(app.folder, 'damaged', 'stray'), 'utf8')).toBe('mine')
})

test('what the user deletes in that session is deleted', async () => {
  const conversationId = app.store.conversations.create('Old').id
  const [id = ''] = await app.attach(conversationId, reportFile)
  app.store = { ...app.store, mayLackRows: true }
  app.open().start()
  await app.documents.stop()
  app.store.conversations.trash(conversationId)
  app.store.conversations.emptyTrash()
  await app.documents.sweep()
  expect(existsSync(original(id))).toBe(false)
  expect(existsSync(join(app.folder, 'damaged'))).toBe(false)
})

test('a document that was in the trash when the app started is read when it is restored', async () => {
  const conversationId = app.store.conversations.create('Old').id
  const [id = ''] = await app.attach(conversationId, fileOf('a.txt', 7))
  await app.documents.stop()
  app.store.documents.setState(id, 'waiting')
  app.store.conversations.trash(conversationId)
  app.killAndOpenAgain()
  await app.documents.stop()
  expect(app.documents.document(id).state).toBe('waiting')
  app.store.conversations.restore(conversationId)
  app.documents.readUnread()
  await app.documentIn('read', id)
})

test('a file that is added again takes the place of the one that is gone', async () => {
  const conversationId = app.store.conversations.create('Report').id
  const [id = ''] = await app.attach(conversationId, reportFile)
  await app.documentIn('read', id)
  await app.originals.remove(id)
  expect(await app.attach(conversationId, reportFile)).toEqual([id])
  expect(readFileSync(original(id))).toHaveLength(reportFile.size)
})

test('originals are removed of documents that are read, and kept of one that is read again', async () => {
  const [first = '', second = ''] = await app.attach(null, reportFile, fileOf('a.txt', 7))
  for (const id of [first, second]) await app.documentIn('read', id)
  const removing = app.documents.removeOriginals()
  app.store.documents.setState(second, 'waiting')
  expect(await removing).toBe(1)
  expect([existsSync(original(first)), existsSync(original(second))]).toEqual([false, true])
})
