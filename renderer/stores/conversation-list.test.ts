import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation } from '../../contract/chat.js'
import {
  addPage,
  type ConversationLists,
  findConversation,
  neighbour,
  placeConversations,
  removeConversations,
  successor,
} from './conversation-list.js'

const conversation = (id: string, updatedAt: number, trashedAt?: number): Conversation => ({
  id,
  title: id,
  updatedAt,
  trashedAt,
  isBusy: false,
  isUnread: false,
})
const none: ConversationLists = { conversations: [], trash: [] }
const ids = (list: readonly Conversation[]) => list.map(({ id }) => id)

test('after changes in any order, each conversation is in exactly one list, newest first', () => {
  const change = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    updatedAt: fc.nat({ max: 9 }),
    isTrashed: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      let lists = none
      const last = new Map<string, boolean>()
      for (const { id, updatedAt, isTrashed } of changes) {
        lists = placeConversations(lists, [conversation(id, updatedAt, isTrashed ? 1 : undefined)])
        last.set(id, isTrashed)
      }
      expect(ids(lists.conversations).toSorted()).toEqual(
        [...last]
          .filter(([, is]) => !is)
          .map(([id]) => id)
          .toSorted(),
      )
      expect(ids(lists.trash).toSorted()).toEqual(
        [...last]
          .filter(([, is]) => is)
          .map(([id]) => id)
          .toSorted(),
      )
      for (const list of [lists.conversations, lists.trash]) {
        expect(list.map(({ updatedAt }) => updatedAt)).toEqual(
          list.map(({ updatedAt }) => updatedAt).toSorted((a, b) => b - a),
        )
      }
    }),
  )
})

test('a rename keeps the place of a conversation and the objects of the other rows', () => {
  const lists = placeConversations(none, [conversation('a', 3), conversation('b', 2), conversation('c', 1)])
  const renamed = placeConversations(lists, [{ ...conversation('b', 2), title: 'New' }])
  expect(ids(renamed.conversations)).toEqual(['a', 'b', 'c'])
  expect(renamed.conversations[0]).toBe(lists.conversations[0])
})

test('when the open conversation is trashed, the next one opens, or the previous one at the end of the list', () => {
  const list = [conversation('a', 3), conversation('b', 2), conversation('c', 1)]
  expect(successor(list, 'b')?.id).toBe('c')
  expect(successor(list, 'c')?.id).toBe('b')
  expect(successor([conversation('a', 1)], 'a')).toBeUndefined()
})

test('Next and Previous stop at the ends of the list, and open the first conversation if none is open', () => {
  const list = [conversation('a', 3), conversation('b', 2)]
  expect(neighbour(list, 'b', 1)?.id).toBe('b')
  expect(neighbour(list, 'a', -1)?.id).toBe('a')
  expect(neighbour(list, null, 1)?.id).toBe('a')
  expect(neighbour([], null, 1)).toBeUndefined()
})

test('a conversation that is deleted for good is in no list', () => {
  const lists = placeConversations(none, [conversation('a', 3, 1), conversation('b', 2)])
  expect(removeConversations(lists, ['a'])).toEqual({ conversations: lists.conversations, trash: [] })
})

test('pages together are the whole list, and what an event brought meanwhile is newer than its page', () => {
  const first = addPage(none, [conversation('a', 9), conversation('b', 8)])
  const changed = placeConversations(first, [conversation('d', 10), conversation('c', 5, 1)])
  const all = addPage(changed, [conversation('c', 5), conversation('d', 2), conversation('e', 1)])
  expect(ids(all.conversations)).toEqual(['d', 'a', 'b', 'e'])
  expect(ids(all.trash)).toEqual(['c'])
})

test('a conversation is found in the list that is shown now, and none is for no id', () => {
  const [a, b] = [conversation('a', 2), conversation('b', 1)]
  expect(findConversation([a, b], 'b')).toBe(b)
  const renamed = { ...b, title: 'other' }
  expect(findConversation([a, renamed], 'b')).toBe(renamed)
  expect(findConversation([a], 'b')).toBeUndefined()
  expect(findConversation([a], null)).toBeUndefined()
})
