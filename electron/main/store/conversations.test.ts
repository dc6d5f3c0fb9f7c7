import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

test('the conversation with the newest change comes first, including an old one that gets a message', () => {
  const { conversations, messages } = fixture.store
  const first = conversations.create('first')
  const second = conversations.create('second')
  expect(conversations.list().map(({ id }) => id)).toEqual([second.id, first.id])
  messages.addExchange(first.id, 'hello', 'tiny')
  expect(conversations.list().map(({ id }) => id)).toEqual([first.id, second.id])
})

test('conversations created in the same millisecond keep their order', () => {
  const { conversations } = fixture.store
  fixture.stopClock()
  const ids = ['a', 'b', 'c'].map((title) => conversations.create(title).id)
  expect(conversations.list().map(({ id }) => id)).toEqual(ids.reverse())
})

test('a trashed conversation leaves the list and the search, and restoring it brings back everything', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('harbour')
  messages.addExchange(id, 'the ferry', 'tiny')
  expect(conversations.trash(id).trashedAt).toBeTypeOf('number')
  expect(conversations.list()).toEqual([])
  expect(conversations.listTrash().map((one) => one.id)).toEqual([id])
  expect(conversations.search('ferry', 10)).toEqual([])
  expect(conversations.restore(id)).not.toHaveProperty('trashedAt')
  expect(conversations.search('ferry', 10)).toHaveLength(1)
  expect(messages.path(id)).toHaveLength(2)
})

test('a title by the model never replaces a title by the user', () => {
  const { conversations } = fixture.store
  const { id } = conversations.create('First words')
  expect(conversations.rename(id, 'By the model', 'model').title).toBe('By the model')
  conversations.rename(id, 'Mine', 'user')
  expect(conversations.rename(id, 'By the model again', 'model').title).toBe('Mine')
  expect(conversations.titleBy(id)).toBe('user')
  expect(conversations.search('model', 5)).toEqual([])
})

test('settings belong to one conversation, and a new one has the settings it was created with', () => {
  const { conversations } = fixture.store
  const settings = { ...initialSettings.defaults, instructions: 'Be brief.', effort: 'high' as const }
  const { id } = conversations.create('one', initialSettings.defaults)
  conversations.setSettings(id, settings)
  expect(fixture.reopen().conversations.settings(id)).toEqual(settings)
  const other = fixture.store.conversations.create('two', initialSettings.defaults)
  expect(fixture.store.conversations.settings(other.id)).toEqual(initialSettings.defaults)
  expect(fixture.store.conversations.settings(fixture.store.conversations.create('three').id)).toBeUndefined()
})

test('emptying the trash deletes a conversation longer than SQLite can cascade, with its draft and its search entries', () => {
  const { conversations, messages, drafts } = fixture.store
  const { id } = conversations.create('long')
  const kept = conversations.create('kept')
  for (let turn = 0; turn < 600; turn++) {
    const { reply } = messages.addExchange(id, `turn ${turn}`, 'tiny')
    messages.finishReply(reply.id, { state: 'done' })
  }
  messages.addExchange(id, 'still open', 'tiny')
  drafts.save(id, 'draft')
  conversations.trash(id)
  expect(conversations.emptyTrash()).toEqual([id])
  expect(() => messages.path(id)).toThrowError(expect.objectContaining({ code: 'not-found' }))
  expect(drafts.load(id)).toBe('')
  // New rows reuse the numbers of deleted rows, so a leftover index entry would point at them.
  const { reply } = messages.addExchange(kept.id, 'other words', 'tiny')
  messages.addVersion(reply.id, 'tiny')
  expect(conversations.search('turn', 10)).toEqual([])
})

test('a conversation is busy exactly while a reply is unfinished', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('busy')
  expect(conversations.get(id).isBusy).toBe(false)
  const { reply } = messages.addExchange(id, 'hello', 'tiny')
  expect(conversations.get(id).isBusy).toBe(true)
  messages.finishReply(reply.id, { state: 'failed', error: { code: 'engine-gone', message: 'Gone.' } })
  expect(conversations.get(id).isBusy).toBe(false)
})

test('every call for a deleted conversation throws `not-found` and changes nothing', () => {
  const { conversations, messages, drafts } = fixture.store
  const gone = expect.objectContaining({ code: 'not-found' })
  const calls = [
    () => conversations.get('x'),
    () => conversations.rename('x', 'title', 'user'),
    () => conversations.settings('x'),
    () => conversations.titleBy('x'),
    () => conversations.setSettings('x', initialSettings.defaults),
    () => conversations.trash('x'),
    () => conversations.restore('x'),
    () => conversations.setUnread('x', true),
    () => messages.addExchange('x', 'hello', 'tiny'),
    () => messages.addDocument('x', 'job'),
    () => messages.addVersion('x', 'tiny'),
    () => messages.get('x'),
    () => messages.appendReply('x', 'answer', 'text'),
    () => messages.finishReply('x', { state: 'done' }),
    () => drafts.save('x', 'text'),
  ]
  for (const call of calls) expect(call).toThrowError(gone)
  expect(conversations.list()).toEqual([])
})

test('titles, unread marks and drafts survive a restart', () => {
  const { id } = fixture.store.conversations.create('old name')
  fixture.store.conversations.rename(id, 'new name', 'user')
  fixture.store.conversations.setUnread(id, true)
  fixture.store.drafts.save(null, 'not begun')
  fixture.store.drafts.save(id, 'half')
  fixture.store.drafts.save(id, 'half a thought')
  const { conversations, drafts } = fixture.reopen()
  expect(conversations.get(id)).toMatchObject({ title: 'new name', isUnread: true, isBusy: false })
  expect(drafts.load(null)).toBe('not begun')
  expect(drafts.load(id)).toBe('half a thought')
  expect(conversations.search('old', 10)).toEqual([])
})

test('the draft of a conversation that has not begun keeps its settings, until it is sent', () => {
  const settings = { ...initialSettings.defaults, effort: 'high', instructions: 'Be brief.' } as const
  fixture.store.drafts.save(null, 'not begun', settings)
  const { drafts } = fixture.reopen()
  expect(drafts.loadNew()).toEqual({ text: 'not begun', settings })
  drafts.save(null, '')
  expect(drafts.loadNew()).toEqual({ text: '' })
})

test('unfinished edits survive a restart, and go with their conversation or when they end', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('Titled')
  const { user, reply } = messages.addExchange(id, 'hi', 'tiny')
  fixture.store.drafts.saveEdit(user.id, 'hi th')
  fixture.store.drafts.saveEdit(user.id, 'hi there')
  fixture.store.drafts.saveEdit(reply.id, 'other')
  fixture.store.drafts.saveEdit(reply.id, null)
  const reopened = fixture.reopen()
  const cut = reopened.cuts.add(id, reply.id, 'folded')
  reopened.drafts.saveEdit(cut.id, 'a summary')
  expect(reopened.drafts.edits(id)).toEqual({ [user.id]: 'hi there', [cut.id]: 'a summary' })
  reopened.conversations.trash(id)
  reopened.conversations.emptyTrash()
  expect(reopened.drafts.edits(id)).toEqual({})
  expect(() => reopened.drafts.saveEdit(user.id, 'late')).toThrowError(
    expect.objectContaining({ code: 'not-found' }) as Error,
  )
})
