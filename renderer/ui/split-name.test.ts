import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitName } from './split-name.js'

test('names that differ at their end have different tails, and a short name is not split', () => {
  expect(splitName('gpt-oss-120b-MXFP4-Q4').tail).toBe('MXFP4-Q4')
  expect(splitName('gpt-oss-120b-MXFP4-Q8').tail).toBe('MXFP4-Q8')
  expect(splitName('Parley Demo (tiny)')).toEqual({ head: 'Parley Demo (tiny)', tail: '' })
})

test('head and tail together are the whole name, and no character is split', () => {
  expect(splitName(`${'x'.repeat(30)}👩‍👩‍👧‍👦1234567`).tail).toBe('👩‍👩‍👧‍👦1234567')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const { head, tail } = splitName(name)
      expect(head + tail).toBe(name)
    }),
  )
})
