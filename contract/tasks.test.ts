import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsIn, fillIn } from './tasks.js'

test.each([
  ['A letter to {client} about {matter}, signed by {client}.', ['client', 'matter']],
  ['Für {Mandant} und {l’élève 2}', ['Mandant', 'l’élève 2']],
  ['{ client } {} {"a": 1} {1} if (x) { return }', []],
  ['const a = {b}', ['b']],
  [`{${'x'.repeat(61)}}`, []],
])('the fields of “%s”', (prompt, names) => {
  expect(fieldsIn(prompt)).toEqual(names)
})

test('a field without a text stays, and its text is not read for fields again', () => {
  const texts = { client: '{matter} $& $1', matter: ' ' }
  expect(fillIn('To {client} on {matter}', texts)).toBe('To {matter} $& $1 on {matter}')
})

test('names of every object are no texts', () => {
  expect(fillIn('{constructor} {toString}', {})).toBe('{constructor} {toString}')
})

test('every field that is found is filled, and nothing else changes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', 'é', ' ', '\n', '"', '{a}', '{b c}') }), (prompt) => {
      const names = fieldsIn(prompt)
      const filled = fillIn(prompt, Object.fromEntries(names.map((name) => [name, '·'])))
      expect(fieldsIn(filled)).toEqual([])
      if (names.length === 0) expect(filled).toBe(prompt)
      expect(fillIn(prompt, {})).toBe(prompt)
    }),
  )
})
