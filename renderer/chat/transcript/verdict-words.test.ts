import { expect, test } from 'vitest'
import type { Verdict } from '../../../contract/content-filter.js'
import { verdictWords } from './verdict-words.js'

const verdict = { reason: '', rules: [], policyId: '' } as const
const held: Verdict = { ...verdict, outcome: 'flagged', isHeld: true }

test('the line says what was decided and what became of the message', () => {
  expect(verdictWords({ ...verdict, outcome: 'allowed' }, true)).toBe('Allowed by the content filter')
  expect([true, false].map((isQuestion) => verdictWords(held, isQuestion))).toEqual([
    'Flagged by the content filter, not sent',
    'Flagged by the content filter, not shown',
  ])
  const released: Verdict = { ...verdict, outcome: 'unchecked', isReleased: true }
  expect([true, false].map((isQuestion) => verdictWords(released, isQuestion))).toEqual([
    'Could not be checked, sent anyway',
    'Could not be checked, shown anyway',
  ])
})
