import { afterEach, beforeEach, expect, test } from 'vitest'
import { DocumentsApp, fileOf, reportFile } from '../testing/documents-app.js'
import { goodReader, hangingReader } from '../testing/test-document.js'

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
})
afterEach(() => app.close())

test('a document of a conversation that goes to the Trash is read no further, and is when it is restored', async () => {
  app.reader = hangingReader
  const { id: conversationId } = app.store.conversations.create('Harbour')
  const [id = ''] = await app.attach(conversationId, reportFile)
  await app.documentIn('reading', id)
  app.store.conversations.trash(conversationId)
  await app.documents.stopReadings(conversationId)
  expect(app.documents.isBusy).toBe(false)
  app.reader = goodReader
  app.documents.readUnread()
  expect(app.documents.isBusy).toBe(false)
  app.store.conversations.restore(conversationId)
  app.documents.readUnread()
  await app.documentIn('read', id)
})

test('a quit does not wait for tokens that are being counted', async () => {
  let isCounting = () => {}
  const counting = new Promise<void>((resolve) => {
    isCounting = resolve
  })
  app.engine.countTokens = () => {
    isCounting()
    return new Promise(() => {})
  }
  await app.attach(null, reportFile)
  await counting
  await app.documents.stop()
})

test('what is in the composer stands as it was put there, also what was there before', async () => {
  const { id: conversationId } = app.store.conversations.create('Harbour')
  const [first = ''] = await app.attach(conversationId, fileOf('a.txt', 1))
  app.documents.summarise(conversationId)
  const [second = ''] = await app.attach(conversationId, fileOf('b.txt', 2))
  expect(await app.attach(conversationId, fileOf('a.txt', 1))).toEqual([second, first])
})
