import { expect, test } from 'vitest'
import type { Conversation } from '../../contract/chat.js'
import { makeMove, moved, withMove } from './trash-moves.js'

const conversation: Conversation = {
  id: 'a',
  title: 'A',
  createdAt: 1,
  updatedAt: 1,
  isUnread: false,
  isBusy: false,
}

function answer() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('what main tells while a conversation moves does not move it back', async () => {
  const answered = answer()
  const move = makeMove('a', 5, answered.promise)
  expect(withMove(conversation)).toEqual(moved(conversation, 5))
  answered.resolve()
  await move
  expect(withMove(conversation)).toEqual(conversation)
})

test('a move that is taken back before main has answered holds until the second answer', async () => {
  const [first, second] = [answer(), answer()]
  const away = makeMove('a', 5, first.promise)
  const back = makeMove('a', undefined, second.promise)
  first.resolve()
  await away
  expect(withMove(moved(conversation, 5))).toEqual(conversation)
  second.resolve()
  await back
  expect(withMove(moved(conversation, 5))).toEqual(moved(conversation, 5))
})

test('a move that main refuses is over', async () => {
  await expect(makeMove('a', 5, Promise.reject(new Error('full')))).rejects.toThrow('full')
  expect(withMove(conversation)).toEqual(conversation)
})
