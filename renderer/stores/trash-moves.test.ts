import { expect, test } from 'vitest'
import type { Conversation } from '../../contract/chat.js'
import { trackMove, withPendingMove, withTrashedAt } from './trash-moves.js'

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
  const move = trackMove('a', 5, () => request.promise)
  expect(withPendingMove(conversation)).toEqual(withTrashedAt(conversation, 5))
  request.resolve()
  await move
  // The answer may arrive before an older event.
  expect(withPendingMove(conversation)).toEqual(withTrashedAt(conversation, 5))
  withPendingMove(withTrashedAt(conversation, 5))
  expect(withPendingMove(conversation)).toEqual(conversation)
})

test('a move that is undone before main has confirmed it stays undone', async () => {
  const [first, second] = [deferred(), deferred()]
  const away = trackMove('a', 5, () => first.promise)
  const back = trackMove('a', undefined, () => second.promise)
  first.resolve()
  await away
  second.resolve()
  await back
  expect(withPendingMove(withTrashedAt(conversation, 5))).toEqual(conversation)
  withPendingMove(conversation)
  expect(withPendingMove(withTrashedAt(conversation, 5))).toEqual(withTrashedAt(conversation, 5))
})

test('a move that main refuses is no longer pending', async () => {
  await expect(trackMove('a', 5, () => Promise.reject(new Error('full')))).rejects.toThrow('full')
  expect(withPendingMove(conversation)).toEqual(conversation)
})
