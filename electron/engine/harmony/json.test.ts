import { expect, test } from 'vitest'
import { isObject, jsonText, readJson } from './json.js'

test('keys keep their order, and numbers how they are written', () => {
  const read = readJson(' {"b": [1, 1.0, -0, 1e2], "1": null, "a": {"\\u00e9\\n": "\\\\\\""}, "b": true } ')
  expect(isObject(read) && [...read.keys()]).toEqual(['b', '1', 'a'])
  expect(jsonText(read)).toBe('{"b":true,"1":null,"a":{"é\\n":"\\\\\\""}}')
  expect(jsonText(readJson('[1, 1.0, -0, 1e2, 1e16, 1.5e-7, 12345678901234567890123]'))).toBe(
    '[1,1.0,-0.0,100.0,1e16,1.5e-7,1.2345678901234568e22]',
  )
})

test.each([
  '',
  '{',
  '[1,]',
  '{"a" 1}',
  '{a: 1}',
  '"a',
  '"\\x"',
  '"\t"',
  '01',
  '+1',
  '.5',
  '1.',
  'nul',
  '[1] 2',
  '"\\ud800"',
  '1e999',
  'NaN',
  '['.repeat(200) + ']'.repeat(200),
])('what is no JSON is refused by a sentence: %s', (text) => {
  expect(() => readJson(text)).toThrow(SyntaxError)
})
