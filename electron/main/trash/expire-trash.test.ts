import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import { expiredWords, expireTrash } from './expire-trash.js'

const dayMs = 86_400_000
let fixture: TestStore
let removed: string[]
beforeEach(() => {
  fixture = openTestStore()
  removed = []
})
afterEach(() => fixture.remove())

const expire = (daysLater: number, isOn = true) =>
  expireTrash({
    store: fixture.store,
    isOn: () => isOn,
    now: () => 1_700_000_000_000 + daysLater * dayMs,
    onRemoved: (ids) => removed.push(...ids),
  })

test('what is in the Trash for 30 days is deleted, what is not in the Trash or not so long never', async () => {
  const { conversations, messages } = fixture.store
  const [old, kept] = [conversations.create('old'), conversations.create('kept')]
  messages.addExchange(old.id, 'Hello', 'tiny')
  conversations.trash(old.id)
  expect(await expire(29)).toBe(0)
  expect(await expire(31)).toBe(1)
  expect(removed).toEqual([old.id])
  expect([conversations.listTrash(), conversations.list().map(({ id }) => id)]).toEqual([[], [kept.id]])
  expect(fixture.reopen().openingNotices).toEqual([])
})

test('nothing is deleted while the setting is off', async () => {
  const { conversations } = fixture.store
  conversations.trash(conversations.create('old').id)
  expect(await expire(400, false)).toBe(0)
  expect(conversations.listTrash()).toHaveLength(1)
})

test('many are deleted in pieces, each of them told', async () => {
  const { conversations } = fixture.store
  for (let count = 0; count < 45; count++) conversations.trash(conversations.create('old').id)
  expect(await expire(31)).toBe(45)
  expect(removed).toHaveLength(45)
})

test('deleting one for good leaves the others, and what is not in the Trash', () => {
  const { conversations } = fixture.store
  const [one, other, listed] = ['one', 'other', 'listed'].map((title) => conversations.create(title).id)
  conversations.trash(one ?? '')
  conversations.trash(other ?? '')
  expect(conversations.deleteTrashed([one ?? '', listed ?? ''])).toEqual([one])
  expect(conversations.listTrash().map(({ id }) => id)).toEqual([other])
  expect(conversations.list().map(({ id }) => id)).toEqual([listed])
})

test('the words fit one and many', () => {
  expect([expiredWords(1), expiredWords(3)]).toEqual([
    'A conversation that was in the Trash for 30 days is deleted for good. Settings can turn this off.',
    '3 conversations that were in the Trash for 30 days are deleted for good. Settings can turn this off.',
  ])
})
