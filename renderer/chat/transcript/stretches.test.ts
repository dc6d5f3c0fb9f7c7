import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksOf, placesOf, stretchesOf } from './stretches.js'

const order = fc.nat({ max: 100 }).map((count) => Array.from({ length: count }, (_, index) => `m${index}`))

test('every message is in exactly one stretch, in order, and each stretch knows the message before it', () => {
  fc.assert(
    fc.property(order, (ids) => {
      const stretches = stretchesOf(ids, [])
      expect(stretches.flatMap((stretch) => stretch.ids)).toEqual(ids)
      let before: string | undefined
      for (const stretch of stretches) {
        expect(stretch.beforeId).toBe(before)
        before = stretch.ids.at(-1)
      }
    }),
  )
})

test('a new message keeps all earlier stretches the same objects, and a new version the stretches that it does not touch', () => {
  const ids = Array.from({ length: 50 }, (_, index) => `m${index}`)
  const before = stretchesOf(ids, [])
  const after = stretchesOf([...ids, 'new'], before)
  expect(after.map((stretch, index) => stretch === before[index])).toEqual([true, true, true, true, true, false])
  const branched = stretchesOf(ids.with(20, 'version'), before)
  expect(branched.map((stretch, index) => stretch === before[index])).toEqual([true, true, false, true, true])
})

test('a long conversation has few blocks; a new message changes the last one alone, and each message has its places', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `m${index}`)
  const stretches = stretchesOf(ids, [])
  const blocks = blocksOf(stretches, [])
  expect(blocks).toHaveLength(50)
  expect(blocks.flatMap((block) => block.stretches)).toEqual(stretches)
  const after = blocksOf(stretchesOf([...ids, 'new'], stretches), blocks)
  expect(after.filter((block, index) => block !== blocks[index])).toHaveLength(1)
  expect(placesOf(ids, 'm4321')).toEqual(['m4320', 'm4200'])
  expect(placesOf(ids, 'other')).toEqual([])
})
