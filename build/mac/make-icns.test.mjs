import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../setup/places.mjs'
import { makeIcns } from './make-icns.mjs'

test('the icon is in Apple’s format, whole, and a picture of another size is refused', () => {
  const png = readFileSync(join(root, 'build', 'icon.png'))
  const icns = makeIcns(png)
  expect(icns.toString('latin1', 0, 4)).toBe('icns')
  expect(icns.readUInt32BE(4)).toBe(icns.length)
  expect(icns.toString('latin1', 8, 12)).toBe('ic10')
  expect(icns.subarray(16).equals(png)).toBe(true)
  const odd = Buffer.from(png)
  odd.writeUInt32BE(1_000, 16)
  expect(() => makeIcns(odd)).toThrow('1000 pixels')
})
