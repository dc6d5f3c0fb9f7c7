import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupName, groupPages, legendOf, type StripMark } from './page-groups.js'

const state = fc.constantFrom<StripMark>('used', 'noted', 'read', 'seen', 'empty', 'failed', 'unread')

test('every page is in exactly one mark, and every mark has a page', () => {
  fc.assert(
    fc.property(fc.array(state, { maxLength: 500 }), fc.integer({ min: 1, max: 200 }), (pages, maxMarks) => {
      const groups = groupPages(pages, maxMarks)
      expect(groups.length).toBeLessThanOrEqual(maxMarks)
      const covered = groups.flatMap(({ first, last }) => pages.slice(first - 1, last))
      expect(covered).toEqual(pages)
      expect(groups.every(({ first, last }) => last >= first)).toBe(true)
    }),
  )
})

test('an unreadable page is never hidden by the pages around it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 100 }), (index, maxMarks) => {
      const pages = Array.from<StripMark>({ length: 1_000 }).fill('used').with(index, 'failed')
      expect(groupPages(pages, maxMarks).filter((group) => group.mark === 'failed')).toHaveLength(1)
    }),
  )
})

test('a mark is used only when the summary rests on each of its pages', () => {
  fc.assert(
    fc.property(
      fc.array(state, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      (pages, maxMarks) => {
        for (const { first, last, mark, usedShare } of groupPages(pages, maxMarks)) {
          const inside = pages.slice(first - 1, last)
          expect(mark === 'used').toBe(inside.every((each) => each === 'used'))
          expect(usedShare).toBeCloseTo(inside.filter((each) => each === 'used').length / inside.length)
        }
      },
    ),
  )
})

test('the name of a mark says its pages and what they are to the summary', () => {
  expect(groupPages(['used', 'noted', 'read', 'seen', 'empty'], 5).map(groupName)).toEqual([
    'Page 1, used in the summary',
    'Page 2, noted, not used',
    'Page 3, read, nothing noted',
    'Page 4, read',
    'Page 5, holds no text',
  ])
  expect(groupPages(['used', 'empty', 'noted', 'failed', 'used'], 1).map(groupName)).toEqual([
    'Pages 1 to 5: 2 used; 1 noted, not used; 1 without text; 1 unreadable',
  ])
})

test('the legend has the marks that the strip has, and counts each page once', () => {
  expect(legendOf(['used', 'read', 'used', 'failed']).map(({ words }) => words)).toEqual([
    '2 used',
    '1 without a note',
    '1 unreadable',
  ])
})

test('a document without pages has no marks', () => {
  expect(groupPages([], 10)).toEqual([])
})
