import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filtersInWords, parseQuery, startOf, withFilter } from './search-query.js'

test('filters are words of the query, in any place and order', () => {
  expect(parseQuery('in:harbour old ferry AFTER:2026-01 from:Me')).toEqual({
    words: 'old ferry',
    filters: { in: 'harbour', after: '2026-01', from: 'me' },
  })
  expect(parseQuery('in:"Old harbour" has:document')).toEqual({
    words: '',
    filters: { in: 'Old harbour', has: 'document' },
  })
})

test.each(['has:fun', 'after:noon', 'after:2026-13', 'before:2026-02-30', 'from:', 'in:', 'begin:harbour', 'cabin:x'])(
  'what only looks like a filter is searched: %s',
  (query) => expect(parseQuery(query)).toEqual({ words: query, filters: {} }),
)

test('a date begins in local time', () => {
  expect(startOf('2026')).toBe(new Date(2026, 0, 1).getTime())
  expect(startOf('2026-03')).toBe(new Date(2026, 2, 1).getTime())
  expect(startOf('2026-3-9')).toBe(new Date(2026, 2, 9).getTime())
})

test('any string is a query, and its words stay when filters are written again', () => {
  const part = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('in:a', 'in:"a b"', 'after:2026', 'before:2026-01-02', 'has:document', 'from:model', 'in:', '"'),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const parsed = parseQuery(parts.join(' '))
      const again = [...filtersInWords(parsed), parsed.words].join(' ')
      // A word may only look like a filter once the words around it have gone.
      if (parsed.words === parseQuery(parsed.words).words) expect(parseQuery(again)).toEqual(parsed)
    }),
  )
})

test('a chip changes its own filter and nothing else', () => {
  expect(withFilter('in:a ferry', 'from', 'me')).toBe('in:a from:me ferry')
  expect(withFilter('in:a from:me ferry', 'in', undefined)).toBe('from:me ferry')
})
