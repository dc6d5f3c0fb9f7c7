import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

function begin() {
  const { conversations, messages, cuts } = fixture.store
  const { id } = conversations.create('long')
  const { reply } = messages.addExchange(id, 'go', 'tiny')
  return { id, reply, cuts, conversations }
}

const notFound = expect.objectContaining({ code: 'not-found' })
const refused = expect.objectContaining({ code: 'refused' })

test('a fold waits for its summary, keeps it over a restart, and its summary can be changed', () => {
  const { id, reply, cuts } = begin()
  const fold = cuts.add(id, reply.id, 'folded')
  expect(fold).toMatchObject({ state: 'waiting', summary: '', messageId: reply.id })
  expect(fixture.store.conversations.get(id).isBusy).toBe(true)
  cuts.finish(fold.id, { state: 'done', summary: 'They spoke of ferries.' })
  cuts.setSummary(fold.id, 'They spoke of two ferries.')
  expect(fixture.reopen().cuts.ofConversation(id)).toMatchObject([
    { id: fold.id, state: 'done', summary: 'They spoke of two ferries.' },
  ])
})

test('a fold that failed says why, and one that has its end gets no other', () => {
  const { id, reply, cuts } = begin()
  const fold = cuts.add(id, reply.id, 'folded')
  const error = { code: 'no-answer' as const, message: 'No summary.' }
  expect(cuts.finish(fold.id, { state: 'failed', error })).toMatchObject({ state: 'failed', error })
  expect(cuts.finish(fold.id, { state: 'done', summary: 'late' })).toMatchObject({ state: 'failed', summary: '' })
  expect(cuts.unfinished()).toEqual([])
})

test('only a fold that is done has a summary to change', () => {
  const { id, reply, cuts } = begin()
  const dropped = cuts.add(id, reply.id, 'dropped')
  expect(dropped).toMatchObject({ state: 'done' })
  expect(() => cuts.setSummary(dropped.id, 'words')).toThrowError(refused)
  expect(() => cuts.setSummary(cuts.add(id, reply.id, 'folded').id, 'early')).toThrowError(refused)
  expect(() => cuts.setSummary('x', 'words')).toThrowError(notFound)
})

test('folds that a death interrupted are found, and what is undone is gone', () => {
  const { id, reply, cuts } = begin()
  const fold = cuts.add(id, reply.id, 'folded')
  const { cuts: after } = fixture.reopen()
  expect(after.unfinished()).toMatchObject([{ id: fold.id }])
  after.remove(fold.id)
  expect(() => after.get(fold.id)).toThrowError(notFound)
  expect(fixture.store.conversations.get(id).isBusy).toBe(true) // its reply still waits
})

test('a conversation with cuts can be deleted for good', () => {
  const { id, reply, cuts, conversations } = begin()
  cuts.add(id, reply.id, 'dropped')
  conversations.trash(id)
  expect(conversations.emptyTrash()).toEqual([id])
  expect(cuts.ofConversation(id)).toEqual([])
})
