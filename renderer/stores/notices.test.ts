import { expect, test } from 'vitest'
import { addNotice, type Notice, removeNotice, undoOf, withoutAbout, withSubjects } from './notices.js'

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

test('what the user does meanwhile hides no warning, and the newest notice is always shown', () => {
  const warnings = [0, 1, 2].map((id) => notice(id, { tone: 'warning' }))
  const idsOf = (all: readonly Notice[]) => all.reduce<readonly Notice[]>(addNotice, []).map(({ id }) => id)
  expect(idsOf([notice(0, { tone: 'warning' }), notice(1), notice(2), notice(3)])).toEqual([0, 2, 3])
  expect(idsOf([...warnings, notice(3)])).toEqual([1, 2, 3])
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

test('⌘Z in an empty field ignores what was done before something was typed there', () => {
  expect(undoOf([notice(1, undo), notice(2)], 1)).toBeUndefined()
  expect(undoOf([notice(1, undo), notice(2, undo)], 1)?.id).toBe(2)
})

test('of two notices with one message each names its subject; one alone does not', () => {
  const trashed = (id: number, subject: string) => notice(id, { message: 'Moved to Trash', subject, ...undo })
  const words = (notices: readonly Notice[]) => withSubjects(notices).map(({ message }) => message)
  expect(words([trashed(1, 'Minutes'), notice(2)])).toEqual(['Moved to Trash', '2'])
  expect(words([trashed(1, 'Minutes'), trashed(2, 'Letter\nto\nthe landlord')])).toEqual([
    'Moved to Trash: Minutes',
    'Moved to Trash: Letter to the landlord',
  ])
})
