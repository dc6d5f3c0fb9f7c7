import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../test-store.js'
import { Facts, wholeText } from './facts.js'

let testStore: TestStore
beforeAll(() => {
  testStore = openTestStore()
})
afterAll(() => testStore.remove())

test('what was acknowledged and is not there is found: conversations, messages, parents, characters and titles', () => {
  const { conversations, messages } = testStore.store
  const { id } = conversations.create('renamed-3')
  const { user, reply } = messages.addExchange(id, 'a question', 'tiny')
  messages.appendReply(reply.id, 'answer', wholeText(reply.id).slice(0, 50))
  const lostWith = (...lines: string[]) => {
    const facts = new Facts()
    for (const line of lines) facts.take(line)
    return facts.lostFrom(testStore.store)
  }
  const sent = `user ${id} ${user.id} - a question`
  const replied = `reply ${id} ${reply.id} ${user.id}`
  expect(lostWith('opened 5', sent, replied, `text ${id} ${reply.id} 50`, `renamed ${id} 3`)).toEqual([])
  expect(lostWith(sent, replied, `text ${id} ${reply.id} 52`)).toEqual([
    `Of the reply ${reply.id}, 2 characters are gone.`,
  ])
  expect(lostWith(`user ${id} ${user.id} - another question`)).toEqual([`The text of ${user.id} has changed.`])
  expect(lostWith(`user ${id} ${user.id} other a question`)).toEqual([`The message ${user.id} has another parent.`])
  expect(lostWith(`user ${id} other - x`)).toContain('The message other is gone.')
  expect(lostWith(`renamed ${id} 4`)).toEqual([`The title of ${id} is old.`])
  expect(lostWith(`cut ${id} other`)).toEqual(['The fold other is gone.'])
  expect(lostWith('preset other 4')).toEqual(['The preset other is gone or old.'])
  expect(lostWith('renamed gone 1')).toEqual(['The conversation gone is gone.'])
  expect(lostWith('renamed gone 1', 'deleting gone')).toEqual([])
})
