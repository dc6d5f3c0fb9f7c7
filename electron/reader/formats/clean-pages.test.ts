import { expect, test } from 'vitest'
import { cleanPages } from './clean-pages.js'

test('removes and counts hidden characters of passages, labels and titles; what is left empty is empty', () => {
  const pages = [
    { label: 'A\u202eB', passages: ['one\u200b\u0000', '\u200b'], status: 'read' as const },
    { label: '\u200b', passages: ['\u200b'], status: 'read' as const },
    { passages: [], status: 'failed' as const, problem: 'Why.' },
  ]
  expect(cleanPages({ title: 'T\u200b', pages, omitted: [], problems: [] })).toEqual({
    title: 'T',
    pages: [
      { label: 'AB', passages: ['one'], status: 'read' },
      { passages: [], status: 'empty' },
      { passages: [], status: 'failed', problem: 'Why.' },
    ],
    omitted: [],
    problems: [],
    removedCharacters: 6,
  })
})
