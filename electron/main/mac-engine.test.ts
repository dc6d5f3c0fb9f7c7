import { expect, it } from 'vitest'
import { macEngine, macEngines } from './mac-engine.js'

it.each([
  ['14.0', 'mlx-14'],
  ['15.7.1', 'mlx-14'],
  ['26.0', 'mlx-14'],
  ['26.1.1', 'mlx-14'],
  ['26.2', 'mlx-26'],
  ['26.10', 'mlx-26'],
  ['27.0', 'mlx-26'],
  ['16.0', 'mlx-14'], // macOS 26 reports this to programs that were built for older versions
  ['', 'mlx-14'],
])('macOS %s runs the engine in %s, whose kernels it can load', (version, folder) => {
  expect(macEngine(version)).toBe(folder)
})

it('the older engine can take the place of the newer one', () => {
  expect(macEngines('26.2')).toEqual(['mlx-26', 'mlx-14'])
  expect(macEngines('15.7.1')).toEqual(['mlx-14'])
})
