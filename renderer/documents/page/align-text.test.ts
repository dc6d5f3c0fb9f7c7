import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignText } from './align-text.js'

const filler = (length: number) => 'abcdefghij'.repeat(Math.ceil(length / 10)).slice(0, length)

test('a text is found where it stands', () => {
  expect(alignText('ferryleaves', `${filler(30)}ferryleavesatnoon`, 0)).toEqual([
    { start: 0, pageStart: 30, length: 11 },
  ])
})

test('of several places, the nearest to the expected one is taken', () => {
  const page = `total${filler(50)}total${filler(50)}total`
  expect(alignText('total', page, 0)[0]?.pageStart).toBe(0)
  expect(alignText('total', page, 60)[0]?.pageStart).toBe(55)
  expect(alignText('total', page, 1_000)[0]?.pageStart).toBe(110)
})

test('of a text whose columns stand apart on the page, each stretch is found', () => {
  const [first, second] = ['thefirstcolumnhasthiswholesentence', 'andthesecondcolumnhasanotherone']
  const stretches = alignText(`${first}${second}`, `${second}${filler(40)}${first}`, 0)
  expect(stretches.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThanOrEqual(
    first.length + second.length - 2,
  )
})

test('a text that the page reads a little differently is found around the difference', () => {
  const text = 'theoldferryleavestheharbouratnooneveryday'
  const stretches = alignText(text, `${filler(20)}theoldferryleavesthe1harbouratnooneveryday`, 0)
  expect(stretches).toHaveLength(2)
})

test('a text of which the page has less than half is not found', () => {
  expect(alignText('theoldferryleavestheharbouratnooneveryday', 'theoldferryleavessomewhere', 0)).toEqual([])
  expect(alignText('', filler(10), 0)).toEqual([])
  expect(alignText('ferry', '', 0)).toEqual([])
})

test('stretches are what both texts have, in the order of the text and without overlaps', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'abcabcabcabc', '漢', '字'), { maxLength: 40 })
  fc.assert(
    fc.property(letters, letters, fc.nat(100), (texts, pages, expected) => {
      const [text, page] = [texts.join(''), pages.join('')]
      let free = 0
      for (const { start, pageStart, length } of alignText(text, page, expected)) {
        expect(start).toBeGreaterThanOrEqual(free)
        expect(length).toBeGreaterThan(0)
        expect(page.slice(pageStart, pageStart + length)).toBe(text.slice(start, start + length))
        free = start + length
      }
    }),
  )
})
