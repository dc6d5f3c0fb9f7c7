import { expect, test } from 'vitest'
import { PageBuilder } from './page-builder.js'

test('no passage is longer than main accepts, whatever a cell or heading holds', () => {
  const builder = new PageBuilder()
  builder.heading(1, 'h'.repeat(10_000))
  builder.table([['a', 'b'.repeat(20_000)], Array(200).fill('c '.repeat(500))])
  builder.code('x'.repeat(9_000))
  builder.item('-', 40, 'y'.repeat(9_000))
  for (const { passages } of builder.pages()) for (const { length } of passages) expect(length).toBeLessThan(4_000)
})

test('a long page of its own is split under its label; empty pages stay', () => {
  const builder = new PageBuilder()
  builder.breakPage('Chapter')
  for (let index = 0; index < 60; index++) builder.paragraph(`${index} `.repeat(100))
  builder.breakPage('Empty')
  const pages = builder.ownPages()
  expect(pages[0]?.label).toBe('Chapter')
  expect(pages[1]?.label).toBe('Chapter (2)')
  expect(pages.at(-1)).toEqual({ label: 'Empty', passages: [], status: 'empty' })
})
