import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

/** A conversation with one question; returns the ids of both. */
function ask(title: string, text: string) {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create(title)
  return { id, messageId: messages.addExchange(id, text, 'tiny').user.id }
}
const like = async (messageId: string, more = '', order: 'rank' | 'date' = 'rank') => {
  const { conversations } = fixture.store
  const words = await conversations.tellingWords(messageId)
  const { hits } = await conversations.searchApart(`like:"${words.join(' ')}"${more}`, 50, order, messageId)
  return hits
}
const titles = async (...args: Parameters<typeof like>) =>
  (await like(...args)).map(({ conversation }) => conversation.title)

test('the messages that share rare words come first, whatever else is more common, and the message itself is none', async () => {
  for (let number = 0; number < 6; number++) ask(`plain ${number}`, 'Please write the letter for the office today.')
  ask('both', 'The demurrage at the quay of Skarholm.')
  ask('one', 'Demurrage is due.')
  const { messageId } = ask('self', 'Please write the letter on demurrage at Skarholm for the office.')
  expect((await titles(messageId)).slice(0, 2)).toEqual(['both', 'one'])
  expect(await titles(messageId)).not.toContain('self')
  const [first] = await like(messageId)
  expect(first?.matches.map(([start, end]) => first.snippet.slice(start, end))).toEqual(['demurrage', 'Skarholm'])
})

test('another message of the same conversation is found, and those in the Trash are not', async () => {
  const { id, messageId } = ask('same', 'Demurrage at Skarholm.')
  fixture.store.messages.addExchange(id, 'Demurrage at Skarholm again.', 'tiny')
  const { id: trashed } = ask('trashed', 'Demurrage at Skarholm.')
  fixture.store.conversations.trash(trashed)
  expect(await titles(messageId)).toEqual(['same'])
})

test('other words and filters limit it', async () => {
  const { messageId } = ask('self', 'Demurrage at Skarholm.')
  ask('quay', 'Demurrage on the quay.')
  ask('pier', 'Demurrage on the pier.')
  expect(await titles(messageId, ' quay')).toEqual(['quay'])
  expect(await titles(messageId, ' from:model')).toEqual([])
})

test('words that only the message has, or nothing that is a word, find nothing', async () => {
  const { messageId } = ask('self', 'Demurrage.')
  ask('other', 'Something else.')
  expect(await fixture.store.conversations.tellingWords(messageId)).toEqual([])
  expect(await fixture.store.conversations.tellingWords('gone')).toEqual([])
  expect(fixture.store.conversations.search('like:"… !"', 50)).toEqual([])
})

test('a text without spaces is compared by pairs of its characters', async () => {
  const { messageId } = ask('self', '東京都の港')
  ask('tokyo', '明日東京へ行く')
  ask('osaka', '大阪へ行く')
  expect(await titles(messageId)).toEqual(['tokyo'])
})
