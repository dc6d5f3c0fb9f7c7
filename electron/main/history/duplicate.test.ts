import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import { duplicateUpTo } from './duplicate.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

test('a duplicate has the messages up to one, with its cuts, under ids of its own, and the first one stays', () => {
  const { archive, conversations, cuts, messages } = fixture.store
  const { id } = conversations.create('Harbour')
  const exchange = (text: string) => {
    const { reply } = messages.addExchange(id, text, 'tiny')
    messages.appendReply(reply.id, 'answer', `${text}!`)
    return messages.finishReply(reply.id, { state: 'done' })
  }
  const first = exchange('One')
  messages.editReply(first.id, 'Another one')
  const second = exchange('Two')
  cuts.add(id, first.id, 'dropped')
  const edited = messages.path(id)[1]
  if (edited) cuts.add(id, edited.id, 'dropped')
  exchange('Three')
  const texts = (of: string) => messages.path(of).map((message) => 'text' in message && message.text)

  const copy = duplicateUpTo(archive, id, second.id, 1_800_000_000_000)
  expect(texts(copy)).toEqual(['One', 'Another one', 'Two', 'Two!'])
  expect(texts(id)).toEqual(['One', 'Another one', 'Two', 'Two!', 'Three', 'Three!'])
  expect(conversations.list().map(({ title }) => title)).toEqual(['Harbour copy', 'Harbour'])
  const old = new Set([id, ...messages.pathIds(id)])
  expect([copy, ...messages.pathIds(copy)].filter((each) => old.has(each))).toEqual([])
  expect(cuts.ofConversation(copy).map(({ messageId }) => messageId)).toEqual([messages.pathIds(copy)[1]])
  // Other versions stay behind.
  expect(messages.path(copy).every((message) => message.versions === undefined)).toBe(true)
})
