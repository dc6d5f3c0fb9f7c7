import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PageState } from '../../contract/documents.js'
import { groupName, groupPages } from './page-groups.js'

const state = fc.constantFrom<PageState>('read', 'empty', 'failed', 'unread')

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
      const pages = Array.from<PageState>({ length: 1_000 }).fill('read').with(index, 'failed')
      expect(groupPages(pages, maxMarks).filter((group) => group.state === 'failed')).toHaveLength(1)
    }),
  )
})

test('the name of a mark says its pages and their states', () => {
  expect(groupPages(['read', 'empty'], 2).map(groupName)).toEqual(['Page 1, read', 'Page 2, holds no text'])
  expect(groupPages(['read', 'empty', 'read', 'failed'], 1).map(groupName)).toEqual([
    'Pages 1 to 4: 2 read, 1 without text, 1 unreadable',
  ])
})

test('a document without pages has no marks', () => {
  expect(groupPages([], 10)).toEqual([])
})
