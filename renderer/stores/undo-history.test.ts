import fc from 'fast-check'
import { expect, test } from 'vitest'
import { doneAgain, emptyHistory, takenBack, type UndoStep, withoutIds, withStep } from './undo-history.js'

const act = fc.oneof(
  fc.record({ kind: fc.constant('do' as const), id: fc.constantFrom('a', 'b', 'c'), to: fc.nat({ max: 5 }) }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }),
)

test('undo and redo lead through exactly the states that the steps made', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const state: Record<string, number> = {}
      /** The states before each step that can be undone, and after each that can be done again. */
      const before: string[] = []
      const after: string[] = []
      let history = emptyHistory
      for (const next of acts) {
        if (next.kind === 'do') {
          const old = state[next.id]
          before.push(JSON.stringify(state))
          after.length = 0
          const put = (value: number | undefined) => {
            if (value === undefined) delete state[next.id]
            else state[next.id] = value
          }
          const step: UndoStep = { name: '', ids: [next.id], order: 0, undo: () => put(old), redo: () => put(next.to) }
          step.redo(step.ids)
          history = withStep(history, step)
        } else if (next.kind === 'undo') {
          const step = history.done.at(-1)
          history = takenBack(history)
          if (!step) continue
          after.push(JSON.stringify(state))
          step.undo(step.ids)
          expect(sorted(state)).toEqual(sorted(JSON.parse(before.pop() ?? '{}')))
        } else {
          const step = history.undone.at(-1)
          history = doneAgain(history)
          if (!step) continue
          before.push(JSON.stringify(state))
          step.redo(step.ids)
          expect(sorted(state)).toEqual(sorted(JSON.parse(after.pop() ?? '{}')))
        }
      }
    }),
  )
})

const sorted = (state: object) => Object.entries(state).toSorted(([a], [b]) => (a < b ? -1 : 1))
const step = (name: string, ...ids: readonly string[]): UndoStep => ({
  name,
  ids,
  order: 0,
  undo: () => {},
  redo: () => {},
})

test('a conversation that was deleted for good is in no step, and a step about nothing else is gone', () => {
  const history = withStep(withStep(emptyHistory, step('Pin', 'a')), step('Archive', 'a', 'b'))
  expect(withoutIds(history, new Set(['a'])).done.map(({ name, ids }) => [name, ids])).toEqual([['Archive', ['b']]])
})

test('a step that a notice offers to undo need not be the newest', () => {
  const [pin, archive] = [step('Pin', 'a'), step('Archive', 'b')]
  const history = takenBack(withStep(withStep(emptyHistory, pin), archive), pin)
  expect(history.done).toEqual([archive])
  expect(takenBack(history, pin)).toEqual(history)
})
