import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { readFailureError } from '../documents/document-kind.js'
import { fileOf } from '../testing/documents-app.js'
import { TestApp } from '../testing/test-app.js'
import { textOf } from '../testing/test-document.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
  app.reader = { read: async () => textOf('The ferry leaves at nine.') }
})
afterEach(async () => {
  await app.documents.stop()
  app.remove()
})

const save = (id: string, documentIds: readonly string[], parentId?: string) =>
  app.store.folders.save({ id, name: id, ...(parentId && { parentId }), project: { settings: {}, documentIds } })

/** Adds a document to a folder, whose project then has it, and waits until it is read. */
async function lend(folderId: string, name: string, number = 0): Promise<string> {
  const before = app.store.folders.list().find(({ id }) => id === folderId)
  if (!before) save(folderId, [])
  const { documentIds } = await app.documents.addFiles({ folderId }, [fileOf(name, number)])
  await app.until(() => documentIds.every((id) => !['waiting', 'reading'].includes(app.documents.document(id).state)))
  save(folderId, [...(before?.project?.documentIds ?? []), ...documentIds], before?.parentId)
  return documentIds[0] ?? ''
}

async function ended(conversationId: string) {
  await app.runs.finished(conversationId)
  return app.last(conversationId)
}

const send = (text: string, folderId: string) => app.replies.send(null, text, undefined, folderId)

test('a conversation in a folder begins with its documents, and no longer has them when it leaves', async () => {
  const id = await lend('harbour', 'Ferry.md')
  const { conversationId, messageId } = send('When does it leave?', 'harbour')
  const first = await ended(conversationId)
  expect(first.recipe?.told.documents).toEqual([{ documentId: id, messageId, sees: 'whole' }])
  expect(app.told.at(-1)).toContain('The ferry leaves at nine.')
  expect(app.documents.documentsOf(conversationId)).toEqual([])
  app.store.conversations.place([conversationId], { folderId: null })
  const second = await app.ask(conversationId, 'And now?')
  expect(second.recipe?.told.documents ?? []).toEqual([])
  expect(app.told.join('\n')).not.toContain('The ferry leaves at nine.')
  app.store.conversations.place([conversationId], { folderId: 'harbour' })
  expect((await app.replies.nextRequest(conversationId)).messages[0]?.text).toContain('The ferry leaves at nine.')
})

test('documents of both folders and of the question are told together, each with a number', async () => {
  const outer = await lend('harbour', 'Rules.md', 1)
  save('leases', [], 'harbour')
  const inner = await lend('leases', 'Lease.md', 2)
  await app.documents.addFiles(null, [fileOf('Own.md', 3)])
  const { conversationId } = send('What do they say?', 'leases')
  const reply = await ended(conversationId)
  const own = app.documents.documentsOf(conversationId)[0]?.id
  expect(reply.recipe?.told.documents?.map(({ documentId }) => documentId)).toEqual([outer, inner, own])
  for (const marker of ['[1, p. 1:1]', '[2, p. 1:1]', '[3, p. 1:1]']) expect(app.told.at(-1)).toContain(marker)
})

test('the meter counts them as documents before the first message, as the prompt of that message has them', async () => {
  await lend('harbour', 'Ferry.md')
  const lentIds = app.replies.inheritance.documentIdsOf(null, 'harbour')
  const count = async (draft: string) =>
    (await app.meter.countPrompt({ path: [], cuts: [], settings: initialSettings.defaults, draft, lentIds }))?.count
  const empty = await count('')
  expect(empty?.pieces.documents).toBeGreaterThan(0)
  expect(empty?.pieces.draft).toBe(0)
  expect((await count('When?'))?.pieces.documents).toBe(empty?.pieces.documents)
  const { conversationId } = send('When?', 'harbour')
  await ended(conversationId)
  const after = await app.meter.countPrompt({
    path: app.runs.path(conversationId),
    cuts: [],
    settings: initialSettings.defaults,
    draft: '',
    lentIds: app.replies.inheritance.documentIdsOf(conversationId),
  })
  expect(after?.count.pieces.documents).toBeGreaterThan(0)
})

test('one that can’t be read fails no reply', async () => {
  app.reader = { read: () => Promise.reject(readFailureError('document-encrypted', 'pdf')) }
  await lend('harbour', 'Locked.pdf')
  const { conversationId } = send('What is in it?', 'harbour')
  const reply = await ended(conversationId)
  expect(reply.state).toBe('done')
  expect(reply.recipe?.told.documents).toMatchObject([{ sees: 'gone' }])
})

test('a file is added to a folder once, and to none that is gone', async () => {
  const id = await lend('harbour', 'Ferry.md')
  expect(await app.documents.addFiles({ folderId: 'harbour' }, [fileOf('Ferry.md')])).toMatchObject({
    documentIds: [id],
    begun: [],
  })
  await expect(app.documents.addFiles({ folderId: 'gone' }, [fileOf('Ferry.md')])).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('what no project has any more is deleted with the next start, unless a reply has seen it', async () => {
  const seen = await lend('harbour', 'Seen.md', 1)
  await ended(send('What is in it?', 'harbour').conversationId)
  const unseen = await lend('harbour', 'Unseen.md', 2)
  const listed = await lend('port', 'Listed.md', 3)
  save('harbour', [])
  const there = () => app.documents.documentsOf(null).map(({ id }) => id)
  expect(there()).toEqual([seen, unseen, listed])
  app.store.documents.removeUnlisted()
  expect(there()).toEqual([seen, listed])
  app.store.folders.remove('port')
  app.store.documents.removeUnlisted()
  expect(there()).toEqual([seen])
})
