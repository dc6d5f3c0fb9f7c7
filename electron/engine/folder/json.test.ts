import { expect, it } from 'vitest'
import { parseJson } from './json.js'

const parse = (text: string | Uint8Array) => parseJson(Buffer.from(text), 'The file', 'Look again.')

it.each([
  ['an object', '{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
  ['brackets in text', `["${'['.repeat(200)}"]`, ['['.repeat(200)]],
  ['brackets after escaped quotes', `["\\"${'{'.repeat(200)}", "\\\\"]`, [`"${'{'.repeat(200)}`, '\\']],
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
  ['not a number', '[NaN]', 'json-damaged'],
  ['nothing', '', 'json-damaged'],
])('refuses %s', (_, text, reason) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ reason }))
})
