import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNumber, rules } from './setting-text.js'

test('nothing leaves it to the model, and a comma is a decimal point', () => {
  expect(readNumber('  ', rules.temperature)).toEqual({ value: null })
  expect(readNumber('0,7', rules.temperature)).toEqual({ value: 0.7 })
  expect(readNumber('0', rules.temperature)).toEqual({ value: 0 })
})

test.each([
  ['2.1', rules.temperature],
  ['-1', rules.temperature],
  ['1e1', rules.seed],
  ['0', rules.topP],
  ['0.5', rules.maxTokens],
  ['.', rules.seed],
  ['2147483648', rules.seed],
] as const)('%s is refused with what it may be, so that main never has to', (text, rule) => {
  expect(readNumber(text, rule)).toHaveProperty('error')
})

test('whatever is typed, what is taken lies within the bounds', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.double().map(String)),
      fc.constantFrom(...Object.values(rules)),
      (text, rule) => {
        const read = readNumber(text, rule)
        if ('error' in read || read.value === null) return
        expect(read.value).toBeGreaterThanOrEqual(rule.minimum)
        expect(read.value).toBeLessThanOrEqual(rule.maximum)
        if (rule.isWhole) expect(Number.isInteger(read.value)).toBe(true)
      },
    ),
  )
})
