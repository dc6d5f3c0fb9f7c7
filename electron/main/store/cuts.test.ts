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

test('a fold waits for its summary, keeps it across a restart, and lets it be changed', () => {
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

test('a failed fold keeps its error, and a fold ends only once', () => {
  const { id, reply, cuts } = begin()
  const fold = cuts.add(id, reply.id, 'folded')
  const error = { code: 'no-answer' as const, message: 'No summary.' }
  expect(cuts.finish(fold.id, { state: 'failed', error })).toMatchObject({ state: 'failed', error })
  expect(cuts.finish(fold.id, { state: 'done', summary: 'late' })).toMatchObject({ state: 'failed', summary: '' })
  expect(cuts.unfinished()).toEqual([])
})

test('only the summary of a finished fold can be changed', () => {
  const { id, reply, cuts } = begin()
  const dropped = cuts.add(id, reply.id, 'dropped')
  expect(dropped).toMatchObject({ state: 'done' })
  expect(() => cuts.setSummary(dropped.id, 'words')).toThrowError(refused)
  expect(() => cuts.setSummary(cuts.add(id, reply.id, 'folded').id, 'early')).toThrowError(refused)
  expect(() => cuts.setSummary('x', 'words')).toThrowError(notFound)
})

test('folds interrupted by a crash are found, and a removed cut is gone', () => {
  const { id, reply, cuts } = begin()
  const fold = cuts.add(id, reply.id, 'folded')
  const { cuts: after } = fixture.reopen()
  expect(after.unfinished()).toMatchObject([{ id: fold.id }])
  after.remove(fold.id)
  expect(() => after.get(fold.id)).toThrowError(notFound)
  expect(fixture.store.conversations.get(id).isBusy).toBe(true) // its reply is unfinished
})

test('a conversation with cuts can be deleted permanently', () => {
  const { id, reply, cuts, conversations } = begin()
  cuts.add(id, reply.id, 'dropped')
  conversations.trash(id)
  expect(conversations.emptyTrash()).toEqual([id])
  expect(cuts.ofConversation(id)).toEqual([])
})
