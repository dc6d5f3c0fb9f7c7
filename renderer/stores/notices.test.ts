import { expect, test } from 'vitest'
import { addNotice, type Notice, removeNotice, undoOf, withoutAbout } from './notices.js'

const notice = (id: number, change: Partial<Notice> = {}): Notice => ({ id, message: `${id}`, tone: 'info', ...change })
const undo = { isUndo: true, action: { label: 'Undo', run: () => {} } }

test('the same failure reported ten times is one notice', () => {
  const notices = Array.from({ length: 10 }, (_, id) => notice(id, { message: 'The disk is full.' })).reduce<
    readonly Notice[]
  >(addNotice, [])
  expect(notices).toHaveLength(1)
})

test('trashing two conversations keeps both Undo actions, although the messages are equal', () => {
  const notices = [notice(1, { message: 'Moved', ...undo }), notice(2, { message: 'Moved', ...undo })].reduce<
    readonly Notice[]
  >(addNotice, [])
  expect(notices.map(({ id }) => id)).toEqual([1, 2])
  expect(undoOf(notices)?.id).toBe(2)
  expect(undoOf(removeNotice(notices, 2))?.id).toBe(1)
})

test('at most three notices are shown', () => {
  expect(Array.from({ length: 20 }, (_, id) => notice(id)).reduce<readonly Notice[]>(addNotice, [])).toHaveLength(3)
})

test('Undo ignores a notice without an Undo action', () => {
  expect(undoOf([notice(1), notice(2, { action: { label: 'Show', run: () => {} } })])).toBeUndefined()
})

test('a notice replaces an older one about the same thing, and other notices stay', () => {
  const tries = [1, 2].map((id) => notice(id, { about: 'add-model' }))
  const notices = [notice(0), ...tries].reduce<readonly Notice[]>(addNotice, [])
  expect(notices.map(({ id }) => id)).toEqual([0, 2])
  expect(withoutAbout(notices, 'add-model').map(({ id }) => id)).toEqual([0])
})
