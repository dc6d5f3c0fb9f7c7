import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NumberSetting } from '../../contract/setting.js'
import { replySettings } from '../../contract/settings.js'
import { readNumber } from './setting-text.js'

const numbers = Object.values(replySettings).filter((setting) => setting.kind === 'number')

test('blank text leaves the number to the model, and a comma is a decimal point', () => {
  expect(readNumber('  ', replySettings.temperature)).toEqual({ value: null })
  expect(readNumber('0,7', replySettings.temperature)).toEqual({ value: 0.7 })
  expect(readNumber('0', replySettings.temperature)).toEqual({ value: 0 })
})

test.each([
  ['2.1', replySettings.temperature],
  ['-1', replySettings.temperature],
  ['1e1', replySettings.seed],
  ['0', replySettings.topP],
  ['0.5', replySettings.maxTokens],
  ['.', replySettings.seed],
  ['2147483648', replySettings.seed],
  ['1.1', replySettings.minP],
  ['0.5', replySettings.topK],
  ['0', replySettings.repetitionPenalty],
] as const)('%s is refused with an error, so that main never has to refuse it', (text, setting) => {
  expect(readNumber(text, setting)).toHaveProperty('error')
})

test('every accepted number is within the bounds', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.double().map(String)),
      fc.constantFrom(...numbers),
      (text, setting: NumberSetting) => {
        const read = readNumber(text, setting)
        if ('error' in read || read.value === null) return
        expect(read.value).toBeGreaterThanOrEqual(setting.min)
        expect(read.value).toBeLessThanOrEqual(setting.max)
        if (setting.isWhole) expect(Number.isInteger(read.value)).toBe(true)
      },
    ),
  )
})
