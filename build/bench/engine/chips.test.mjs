import { expect, test } from 'vitest'
import { boundOf } from './chips.mjs'

const speed = { parley: 100, mlxLm: 50 }

test('the bound is the bandwidth divided by the bytes per token', () => {
  expect(boundOf('Apple M1', 1e9, speed)).toEqual({
    bytesPerToken: 1e9,
    gigabytesPerSecond: 68,
    tokensPerSecond: 68,
    parley: 1.471,
    mlxLm: 0.7353,
  })
})

test.each(['CPU', 'Apple M9 Max', 'constructor'])('%s has no bound, and the result gives the reason', (device) => {
  expect(boundOf(device, 1e9, speed)).toMatchObject({ gigabytesPerSecond: null, why: expect.stringMatching(/\.$/) })
})
