import { expect, test } from 'vitest'
import { headingsOf, sectionsOf } from './sections.js'

const places = (...pages: readonly (readonly string[])[]) =>
  pages.flatMap((passages, index) => passages.map((text, passage) => ({ page: index + 1, passage: passage + 1, text })))

test('a passage begins with headings or has none', () => {
  expect(headingsOf('# One\n\n## Two ##\nText.\n# Three')).toEqual([
    { level: 1, title: 'One' },
    { level: 2, title: 'Two' },
  ])
  expect(headingsOf('Text.\n# One')).toEqual([])
  expect(headingsOf('#hashtag')).toEqual([])
})

test('sections are those of the highest level that has several', () => {
  const sectionOf = sectionsOf(places(['# Report\n\nText.', '## A\nText.', '### A1\nText.'], ['Text.', '## B\nText.']))
  expect(sectionOf({ page: 1, passage: 1 })).toBeUndefined()
  expect(sectionOf({ page: 1, passage: 2 })).toBe('A')
  expect(sectionOf({ page: 1, passage: 3 })).toBe('A')
  expect(sectionOf({ page: 2, passage: 1 })).toBe('A')
  expect(sectionOf({ page: 2 })).toBe('A')
  expect(sectionOf({ page: 2, passage: 2 })).toBe('B')
})

test('a text without headings, or with one title, has no sections', () => {
  expect(sectionsOf(places(['Text.', 'More.']))({ page: 1, passage: 2 })).toBeUndefined()
  expect(sectionsOf(places(['# Title\nText.', 'More.']))({ page: 1, passage: 2 })).toBeUndefined()
})
