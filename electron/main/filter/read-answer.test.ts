import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAnswer } from './read-answer.js'

const read = (text: string) => readAnswer({ text, isWhole: true })

test.each([
  ['{"violation": 1, "rule_ids": ["V2"], "rationale": "It encourages."}', 'flagged', ['V2']],
  ['{"violation": 0, "rule_ids": [], "rationale": "Harmless."}', 'allowed', []],
  ['{"violation": 0, "rationale": "Harmless.", "confidence": "high"}', 'allowed', []],
  ['\n```json\n{"violation": 1, "rationale": "Bad."}\n```\n', 'flagged', []],
])('%s is a decision', (answer, outcome, rules) => {
  expect(read(answer)).toMatchObject({ outcome, rules })
  expect(read(answer).answer).toBeUndefined()
})

test.each([
  '',
  '0',
  'allowed',
  'The content is fine. {"violation": 0, "rationale": "Fine."}',
  '{"violation": 0, "rationale": "Fine."} {"violation": 1, "rationale": "Bad."}',
  '{"violation": 1, "rationale": "Bad.", "violation": 0}',
  '[{"violation": 0, "rationale": "Fine."}]',
  '{"violation": "0", "rationale": "Fine."}',
  '{"violation": false, "rationale": "Fine."}',
  '{"violation": 2, "rationale": "Fine."}',
  '{"violation": 0}',
  '{"violation": 0, "rationale": " "}',
  '{"violation": 0, "rule_ids": "V1", "rationale": "Fine."}',
  '{"violation": 0, "rationale": "Fine."',
])('%s is none, and is kept as it came', (answer) => {
  expect(read(answer)).toMatchObject({ outcome: 'unchecked', answer: answer.trim() })
})

test('an answer that was cut off is none, however it reads', () => {
  const answer = { text: '{"violation": 0, "rationale": "Fine."}', isWhole: false }
  expect(readAnswer(answer)).toMatchObject({ outcome: 'unchecked', reason: 'The model did not come to an end.' })
})

test('no text makes it throw, and none without a decision is allowed', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(read(text).outcome).toBe('unchecked')
    }),
  )
})

test('a long answer is kept short', () => {
  const decision = read(
    JSON.stringify({ violation: 1, rule_ids: Array(99).fill('V'.repeat(999)), rationale: 'r'.repeat(9_999) }),
  )
  expect(decision.reason).toHaveLength(2_000)
  expect(decision.rules).toHaveLength(20)
  expect(decision.rules[0]).toHaveLength(100)
  expect(read('x'.repeat(9_999)).answer).toHaveLength(4_000)
})
