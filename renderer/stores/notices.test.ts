import { expect, test } from 'vitest'
import { addNotice, type Notice, removeNotice, undoOf, withoutAbout } from './notices.js'

const notice = (id: number, change: Partial<Notice> = {}): Notice => ({ id, message: `${id}`, tone: 'info', ...change })
const undo = { isUndo: true, action: { label: 'Undo', run: () => {} } }

test('the same failure told ten times is one notice', () => {
  const notices = Array.from({ length: 10 }, (_, id) => notice(id, { message: 'The disk is full.' })).reduce<
    readonly Notice[]
  >(addNotice, [])
  expect(notices).toHaveLength(1)
})

test('deleting two conversations keeps both ways back, although the words are the same', () => {
  const notices = [notice(1, { message: 'Moved', ...undo }), notice(2, { message: 'Moved', ...undo })].reduce<
    readonly Notice[]
  >(addNotice, [])
  expect(notices.map(({ id }) => id)).toEqual([1, 2])
  expect(undoOf(notices)?.id).toBe(2)
  expect(undoOf(removeNotice(notices, 2))?.id).toBe(1)
})

test('notices never fill the window', () => {
  expect(Array.from({ length: 20 }, (_, id) => notice(id)).reduce<readonly Notice[]>(addNotice, [])).toHaveLength(3)
})

test('a notice without a way back is not undone', () => {
  expect(undoOf([notice(1), notice(2, { action: { label: 'Show', run: () => {} } })])).toBeUndefined()
})

test('of several tries only the last one is told, and other notices stay', () => {
  const tries = [1, 2].map((id) => notice(id, { about: 'add-model' }))
  const notices = [notice(0), ...tries].reduce<readonly Notice[]>(addNotice, [])
  expect(notices.map(({ id }) => id)).toEqual([0, 2])
  expect(withoutAbout(notices, 'add-model').map(({ id }) => id)).toEqual([0])
})
