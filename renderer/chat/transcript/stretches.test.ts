import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextDrawn, type Placed, partsOf, stretchesOf, stretchOf } from './stretches.js'

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
  expect(after.flatMap((stretch, index) => (stretch === before[index] ? [] : [index]))).toEqual([8])
  const branched = stretchesOf(ids.with(20, 'version'), before)
  expect(branched.flatMap((stretch, index) => (stretch === before[index] ? [] : [index]))).toEqual([3])
})

test('each stretch is drawn or in one gap, in order, and a message knows its stretch', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.uniqueArray(fc.nat({ max: 70 })), (count, drawn) => {
      const parts = partsOf(count, new Set(drawn))
      const all = parts.flatMap((part) =>
        part.type === 'gap' ? Array.from({ length: part.count }, (_, place) => part.first + place) : [part.index],
      )
      expect(all).toEqual(Array.from({ length: count }, (_, index) => index))
      expect(parts.flatMap((part) => (part.type === 'stretch' ? [part.index] : []))).toEqual(
        drawn.filter((index) => index < count).sort((a, b) => a - b),
      )
      expect(parts.some((part, place) => part.type === 'gap' && parts[place + 1]?.type === 'gap')).toBe(false)
    }),
  )
  const ids = Array.from({ length: 10_000 }, (_, index) => `m${index}`)
  expect(stretchesOf(ids, [])[stretchOf(ids, 'm4321') ?? -1]?.ids).toContain('m4321')
  expect(stretchOf(ids, 'other')).toBeUndefined()
})

const at = (index: number, distance: number, isHeld = false): Placed => ({ index, distance, isHeld })

test('the nearest stretch is drawn next, in place of the farthest one that nothing holds', () => {
  const drawn = new Set(Array.from({ length: 12 }, (_, index) => index))
  const placed = [...drawn].map((index) => at(index, index * 400, index === 11))
  const next = nextDrawn(drawn, placed, [at(20, 300), at(13, 0)], 800)
  expect(next.has(13)).toBe(true)
  expect(next.has(20)).toBe(false)
  expect(next.has(11)).toBe(true)
  expect(next.has(10)).toBe(false)
  expect(next.size).toBe(12)
})

test('what is not near is drawn only while there is room, and what is near never leaves', () => {
  const few = new Set([0, 1])
  expect(nextDrawn(few, [at(0, 0), at(1, 0)], [at(2, 5_000)], 800)).toEqual(new Set([0, 1, 2]))
  const all = new Set(Array.from({ length: 12 }, (_, index) => index))
  const placed = [...all].map((index) => at(index, 100))
  expect(nextDrawn(all, placed, [at(12, 5_000)], 800)).toBe(all)
  expect(nextDrawn(all, placed, [at(12, 0)], 800).size).toBe(13)
  expect(nextDrawn(all, placed, [], 800)).toBe(all)
})
