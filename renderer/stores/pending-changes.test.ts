import { expect, test } from 'vitest'
import type { Conversation } from '../../contract/chat.js'
import { trackChange, withChange, withPendingChanges } from './pending-changes.js'

const conversation: Conversation = {
  id: 'a',
  title: 'A',
  updatedAt: 1,
  isUnread: false,
  isBusy: false,
}

function deferred() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('what main sends before it confirms a move does not move the conversation back', async () => {
  const request = deferred()
  const move = trackChange(['a'], { trashedAt: 5 }, () => request.promise)
  expect(withPendingChanges(conversation)).toEqual(withChange(conversation, { trashedAt: 5 }))
  request.resolve()
  await move
  // The answer may arrive before an older event.
  expect(withPendingChanges(conversation)).toEqual(withChange(conversation, { trashedAt: 5 }))
  withPendingChanges(withChange(conversation, { trashedAt: 5 }))
  expect(withPendingChanges(conversation)).toEqual(conversation)
})

test('a move that is undone before main has confirmed it stays undone', async () => {
  const [first, second] = [deferred(), deferred()]
  const away = trackChange(['a'], { trashedAt: 5 }, () => first.promise)
  const back = trackChange(['a'], { trashedAt: undefined }, () => second.promise)
  first.resolve()
  await away
  second.resolve()
  await back
  expect(withPendingChanges(withChange(conversation, { trashedAt: 5 }))).toEqual(conversation)
  withPendingChanges(conversation)
  expect(withPendingChanges(withChange(conversation, { trashedAt: 5 }))).toEqual(
    withChange(conversation, { trashedAt: 5 }),
  )
})

test('a move that main refuses is no longer pending', async () => {
  await expect(trackChange(['a'], { trashedAt: 5 }, () => Promise.reject(new Error('full')))).rejects.toThrow('full')
  expect(withPendingChanges(conversation)).toEqual(conversation)
})

test('two pending changes of one conversation do not end each other', async () => {
  const [pin, archive] = [deferred(), deferred()]
  const pinned = trackChange(['a'], { isPinned: true }, () => pin.promise)
  const archived = trackChange(['a'], { isArchived: true }, () => archive.promise)
  pin.resolve()
  await pinned
  withPendingChanges({ ...conversation, isPinned: true })
  expect(withPendingChanges(conversation)).toEqual({ ...conversation, isArchived: true })
  archive.resolve()
  await archived
  withPendingChanges({ ...conversation, isArchived: true })
  expect(withPendingChanges(conversation)).toEqual(conversation)
})
