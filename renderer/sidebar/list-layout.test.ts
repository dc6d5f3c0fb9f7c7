import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeSections, rowsInSight } from './list-layout.js'

const sizes = { row: 32, heading: 26, gap: 12 }
const sectionsOf = (counts: readonly number[]) =>
  counts.map((count, section) => ({
    label: section === 0 ? '' : `Section ${section}`,
    rows: Array.from({ length: count }, (_, row) => `${section}.${row}`),
  }))

test('exactly the rows that a stretch of the list touches are drawn, and those that are kept', () => {
  const counts = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(
      counts,
      fc.nat({ max: 6_000 }),
      fc.nat({ max: 900 }),
      fc.nat({ max: 320 }),
      (all, top, height, kept) => {
        const placed = placeSections(sectionsOf(all), sizes)
        const drawn = placed.flatMap((section) =>
          rowsInSight(section, sizes, top, top + height, [kept]).map((index) => section.rows[index]),
        )
        const expected = placed.flatMap((section) =>
          section.rows.filter((_, index) => {
            const rowTop = section.rowsTop + index * sizes.row
            const isInSight = rowTop < top + height && rowTop + sizes.row > top
            return isInSight || section.rowsBefore + index === kept
          }),
        )
        expect(drawn).toEqual(expected)
      },
    ),
  )
})

test('sections follow one another without an overlap', () => {
  const placed = placeSections(sectionsOf([2, 3, 1]), sizes)
  expect(placed.map(({ rowsTop }) => rowsTop)).toEqual([0, 2 * 32 + 12 + 26, 5 * 32 + 2 * (12 + 26)])
  expect(placed.map(({ rowsBefore }) => rowsBefore)).toEqual([0, 2, 5])
})
