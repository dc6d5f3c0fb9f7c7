import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const model = 'tiny'
const dayMs = 86_400_000

/** A conversation with a question, and a reply that says the same in the plural. */
function converse(title: string, text: string, at = new Date(2026, 2, 9)): string {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create(title)
  const { user, reply } = messages.addExchange(id, text, model)
  messages.appendReply(reply.id, 'answer', `${text}s`)
  messages.finishReply(reply.id, { state: 'done' })
  fixture.run('UPDATE messages SET created_at = ? WHERE id IN (?, ?)', at.getTime(), user.id, reply.id)
  fixture.run('UPDATE conversations SET updated_at = ? WHERE id = ?', at.getTime(), id)
  return id
}
const titles = (query: string, order?: 'rank' | 'date', limit = 50) =>
  fixture.store.conversations.search(query, limit, order).map(({ conversation }) => conversation.title)

test('a folder limits a search to what it and its folders hold, by the beginning of its name', () => {
  const { conversations, folders } = fixture.store
  folders.save({ id: 'h', name: 'Hàrbour' })
  folders.save({ id: 'l', name: 'Leases', parentId: 'h' })
  conversations.place([converse('inside', 'ferry')], { folderId: 'h' })
  conversations.place([converse('below', 'ferry')], { folderId: 'l' })
  converse('outside', 'ferry')
  expect(titles('in:harb ferry').toSorted()).toEqual(['below', 'inside'])
  expect(titles('in:lease ferry')).toEqual(['below'])
  expect(titles('in:nowhere ferry')).toEqual([])
  expect(titles('in:lease')).toEqual(['below'])
})

test('dates limit messages by their own time, and titles by that of the conversation', () => {
  converse('old ferry', 'boat', new Date(2025, 11, 31, 23, 59))
  converse('new ferry', 'boat', new Date(2026, 0, 1))
  expect(titles('ferry after:2026')).toEqual(['new ferry'])
  expect(titles('ferry before:2026')).toEqual(['old ferry'])
  expect(titles('boat after:2026-01-01')).toEqual(['new ferry'])
  expect(titles('boat after:2026-01-02')).toEqual([])
})

test('the role limits a search to messages of one side', () => {
  converse('one', 'ferry')
  expect(titles('ferrys from:me')).toEqual([])
  expect(titles('ferrys from:model')).toEqual(['one'])
  expect(titles('one from:me')).toEqual([])
})

test('the name of the model limits a search to what it wrote, whatever stands in the query', () => {
  const { conversations, messages } = fixture.store
  converse('small', 'ferry')
  const { id } = conversations.create('large')
  const { reply } = messages.addExchange(id, 'Which boat?', "GPT-oss '20b")
  messages.appendReply(reply.id, 'answer', 'The ferry.')
  messages.finishReply(reply.id, { state: 'done' })
  expect(titles('model:gpt ferry')).toEqual(['large'])
  expect(titles(`model:"oss '20b" ferry`)).toEqual(['large'])
  expect(titles('model:tiny ferry')).toEqual(['small'])
  expect(titles('model:tiny large')).toEqual([])
})

test('by date the newest hit comes first, however well others fit', () => {
  converse('ferry', 'boat', new Date(2026, 0, 1))
  converse('boat', 'a ferryman', new Date(2026, 0, 3))
  converse('inside', 'wherryferryboat', new Date(2026, 0, 2))
  expect(titles('ferry')).toEqual(['ferry', 'boat', 'inside'])
  expect(titles('ferry', 'date')).toEqual(['boat', 'inside', 'ferry'])
})

test('a word that thousands of messages of one conversation have is found in others too', () => {
  converse('small', 'ferry')
  const { id } = fixture.store.conversations.create('long')
  fixture.store.atomically(() => {
    for (let count = 0; count < 1_100; count++) fixture.store.messages.addRequest(id, 'the ferry')
    for (let count = 0; count < 1_100; count++) fixture.store.messages.addRequest(id, 'the ferry again')
  })
  expect(titles('ferry')).toEqual(['long', 'small'])
})

test('a search in turns, without a thread, finds the same', async () => {
  for (let day = 0; day < 8; day++) converse(`day ${day}`, 'ferry', new Date(Date.UTC(2026, 0, 1) + day * dayMs))
  const { conversations } = fixture.store
  expect(await conversations.searchApart('ferry', 50, 'rank')).toEqual({ hits: conversations.search('ferry', 50) })
  expect(await conversations.searchApart('ferry', 50, 'date')).toEqual({
    hits: conversations.search('ferry', 50, 'date'),
  })
  expect(await conversations.searchApart('fery', 50, 'rank')).toEqual({ hits: [], suggestion: 'ferry' })
})

test('filters leave what they let through, also where many newer ones have the word inside another', () => {
  converse('old', 'wherryferryboat', new Date(2020, 0, 1))
  for (let count = 0; count < 6; count++) converse(`new ${count}`, 'wherryferryboat')
  expect(titles('ferry before:2021', 'rank', 2)).toEqual(['old'])
})

test('reasoning is searched when it is asked for, after all that is shown, and not in the Trash', () => {
  const { conversations, messages } = fixture.store
  const think = (title: string, reasoning: string) => {
    const { id } = conversations.create(title)
    const { reply } = messages.addExchange(id, 'Why?', model)
    messages.appendReply(reply.id, 'reasoning', reasoning)
    messages.appendReply(reply.id, 'answer', 'Because.')
    messages.finishReply(reply.id, { state: 'done' })
    return id
  }
  think('thought', 'Perhaps the Ferry is 100% late.')
  think('Über', 'ÜBERFAHRT, perhaps.')
  conversations.trash(think('trashed', 'The ferry again.'))
  converse('shown', 'ferry')
  expect(titles('ferry')).toEqual(['shown'])
  expect(titles('reasoning:yes ferry')).toEqual(['shown', 'thought'])
  expect(titles('reasoning:yes 100%')).toEqual(['thought'])
  expect(titles('reasoning:yes überfahrt')).toEqual(['Über'])
  expect(titles('reasoning:yes perhaps from:me')).toEqual([])
  const [hit] = conversations.search('reasoning:yes late', 50)
  expect(hit?.matches.map(([start, end]) => hit.snippet.slice(start, end))).toEqual(['late'])
})
