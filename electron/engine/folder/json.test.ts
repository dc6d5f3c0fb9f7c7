import { expect, it } from 'vitest'
import { parseJson } from './json.js'

const parse = (text: string | Uint8Array) => parseJson(Buffer.from(text), 'The file', 'Look again.')

it.each([
  ['an object', '{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
  ['brackets in text', `["${'['.repeat(200)}"]`, ['['.repeat(200)]],
  ['brackets after escaped quotes', `["\\"${'{'.repeat(200)}", "\\\\"]`, [`"${'{'.repeat(200)}`, '\\']],
  ['Python’s numbers', '{"a": NaN, "b":[Infinity,-Infinity]}', { a: null, b: [Infinity, -Infinity] }],
  ['the names of numbers in text', '{"NaN": "a \\" Infinity", "b": NaN}', { NaN: 'a " Infinity', b: null }],
  ['many brackets beside each other', `[${'[],'.repeat(500)}1]`, [...Array(500).fill([]), 1]],
])('reads %s', (_, text, value) => {
  expect(parse(text)).toEqual(value)
})

it.each([
  ['brackets without end', '['.repeat(4_000_000), 'json-too-deep'],
  ['deep objects', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'json-too-deep'],
  ['half an object', '{"a":', 'json-damaged'],
  ['closing brackets only', ']'.repeat(100), 'json-damaged'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'json-damaged'],
  ['a part of a word', '[NaNs]', 'json-damaged'],
  ['a digit before Infinity', '[1Infinity]', 'json-damaged'],
  ['a digit after Infinity', '[Infinity1]', 'json-damaged'],
  ['a minus before NaN', '[-NaN]', 'json-damaged'],
  ['deep objects with NaN', `${'{"a":'.repeat(65)}NaN${'}'.repeat(65)}`, 'json-too-deep'],
  ['nothing', '', 'json-damaged'],
])('refuses %s', (_, text, reason) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ reason }))
})
