import { expect, test } from 'vitest'
import { bySection } from './menu-sections.js'

test('entries stay in their order, each below the heading of its own section', () => {
  const entries = [{ section: 'Effort', label: 'Low' }, { section: 'Effort', label: 'High' }, { label: 'Other' }]
  expect(bySection(entries)).toEqual([
    { section: 'Effort', entries: entries.slice(0, 2) },
    { section: undefined, entries: entries.slice(2) },
  ])
  expect(bySection([])).toEqual([])
})
