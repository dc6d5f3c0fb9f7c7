import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDocument, textOf } from '../../testing/test-document.js'
import { openTestStore, type TestStore } from '../../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const firstPage = ['The quay is let.', 'Nothing else.']
const pageOf = (passages: readonly string[], label?: string) => ({ status: 'read', passages, label }) as const

/** A conversation with a question that has a document of two pages. */
async function send(title: string, passages: readonly string[]) {
  const { conversations, messages, documents } = fixture.store
  const { id } = conversations.create(title)
  const document = addDocument(fixture.store, id, { name: 'lease.txt' })
  const { user, reply } = messages.addExchange(id, 'What is it?', 'tiny')
  messages.finishReply(reply.id, { state: 'done' })
  documents.send(id, id, user.id)
  await documents.storeText(document.id, { ...textOf(''), pages: [pageOf(firstPage), pageOf(passages, 'iv')] }, [])
  return { id, documentId: document.id, messageId: user.id }
}
const search = (query: string) => fixture.store.conversations.search(query, 50)
const titles = (query: string) => search(query).map(({ conversation }) => conversation.title)

test('words that only a document has find its conversation, with the page and the passage that has the most of them', async () => {
  const { documentId, messageId } = await send('papers', ['Rent is due.', 'Demurrage of Skårholm is "waived" in full.'])
  for (const query of ['demurrage', 'DEMURRAGE skårholm', 'murrag', '"waived"', 'rent demurrage waived'])
    expect(search(query)).toMatchObject([
      { messageId, page: { documentId, documentName: 'lease.txt', page: 2, label: 'iv', passage: 2 } },
    ])
  const [{ snippet, matches } = { snippet: '', matches: [] }] = search('demurrage')
  expect(matches.map(([start, end]) => snippet.slice(start, end))).toEqual(['Demurrage'])
  expect(search('quay')).toMatchObject([{ page: { page: 1, passage: 1 } }])
  expect(titles('demurrage quay')).toEqual([])
  expect(titles('harbour')).toEqual([])
})

test('a message that has the words comes first, and one hit is shown of a conversation', async () => {
  await send('in a document', ['Demurrage.'])
  const { conversations, messages } = fixture.store
  messages.addExchange(conversations.create('in a message').id, 'demurrage', 'tiny')
  expect(titles('demurrage')).toEqual(['in a message', 'in a document'])
  const both = await send('demurrage in the title', ['Demurrage.', 'Demurrage.'])
  expect(search('demurrage').filter(({ conversation }) => conversation.id === both.id)).toHaveLength(1)
})

test('filters limit documents too: what nobody wrote is from nobody, and the Trash is not searched', async () => {
  const { id } = await send('papers', ['Demurrage.'])
  expect(titles('demurrage has:document')).toEqual(['papers'])
  expect(titles('demurrage before:2001')).toEqual([])
  expect(titles('demurrage from:me')).toEqual([])
  fixture.store.conversations.trash(id)
  expect(titles('demurrage')).toEqual([])
})

test('a page that has a word only in the escapes of JSON is no hit', async () => {
  await send('papers', ['one\nmore', 'a "quoted" word'])
  expect(titles('nmore')).toEqual([])
  expect(titles('\\')).toEqual([])
})
