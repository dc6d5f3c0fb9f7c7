import { expect, test } from 'vitest'
import { readJson } from './json.js'

const read = (text: string) => readJson(new TextEncoder().encode(text))

test('lays out one line, and leaves lines as they are', () => {
  expect(read('{"a":[1,2]}').pages[0]?.passages).toEqual(['{\n  "a": [\n    1,\n    2\n  ]\n}'])
  expect(read('{\n"a": 1}').pages[0]?.passages).toEqual(['{\n"a": 1}'])
  expect(read('{"a":1}\n{"a":2}\n').problems).toEqual([])
})

test('reads what is not valid as text, however deep', () => {
  expect(read('{"a": }').problems).toHaveLength(1)
  expect(read('[1, 2').pages[0]?.passages).toEqual(['[1, 2'])
  expect(read('['.repeat(100_000)).pages.length).toBeGreaterThan(0)
})
