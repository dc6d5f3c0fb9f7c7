import { expect, test } from 'vitest'
import { findFault, formatJson, isArray, isObject, type Json, readJson } from './json.js'

test('keys keep their order, and numbers their spelling', () => {
  const read = readJson(' {"b": [1, 1.0, -0, 1e2], "1": null, "a": {"\\u00e9\\n": "\\\\\\""}, "b": true } ')
  expect(isObject(read) && [...read.keys()]).toEqual(['b', '1', 'a'])
  expect(formatJson(read)).toBe('{"b":true,"1":null,"a":{"é\\n":"\\\\\\""}}')
  expect(formatJson(readJson('[1, 1.0, -0, 1e2, 1e16, 1.5e-7, 12345678901234567890123]'))).toBe(
    '[1,1.0,-0.0,100.0,1e16,1.5e-7,1.2345678901234568e22]',
  )
})

test.each(['', '{', '[1,]', '{"a" 1}', '{a: 1}', '"a', '"\\x"', '"\t"', '01', '+1', '.5', '1.', 'nul', '[1] 2', 'NaN'])(
  'invalid JSON is refused: %s',
  (text) => {
    expect(() => readJson(text)).toThrow(SyntaxError)
  },
)

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

// One such value must not fail a whole batch.
test.each(['"\\ud800"', '1e999', nested(128), nested(100_000), '{"\\ud800": 1}'])(
  'a value that serde_json refuses is a fault only at its own position',
  (text) => {
    const read = readJson(`[1, ${text}, {"a": ${text}}, 2]`)
    const places: readonly Json[] = isArray(read) ? read : []
    expect([places[0], places[3]].map(String)).toEqual(['1', '2'])
    for (const place of [places[1], places[2]]) expect(findFault(place ?? null)?.message).toMatch(/^[A-Z].*\.$/)
    expect(() => formatJson(read)).toThrow(SyntaxError)
  },
)

test('levels are counted from each item of a batch', () => {
  expect(findFault(readJson(nested(127)))).toBeUndefined()
  expect(findFault(readJson(`{"batch": [${nested(127)}]}`))).toBeUndefined()
  expect(findFault(readJson(`{"batch": [${nested(128)}]}`))).toBeDefined()
  expect(findFault(readJson(`{"other": [${nested(127)}]}`))).toBeDefined()
})
