import { expect, test } from 'vitest'
import { FakeNative } from '../testing/fake-native.js'
import { PromptCache } from './prompt-cache.js'

const some = (count: number, seed: number) => Array.from({ length: count }, (_, index) => (index * 37 + seed) % 1_000)

async function answer(cache: PromptCache, prompt: readonly number[]): Promise<number> {
  const start = await cache.begin(prompt)
  for (let done = start; done < prompt.length - 1; ) done = await cache.read(prompt, done)
  await cache.end()
  return start
}

const make = (budgetBytes = 1e9) => {
  const native = new FakeNative(100_000, 'CPU')
  return { native, cache: new PromptCache(native, { budgetBytes, messageEnd: 2_000 }) }
}

// A fork would fill the memory with copies of one conversation; a cut would throw another one away.
test('a turn goes on in place, another conversation and a far branch get their own sequence', async () => {
  const { native, cache } = make()
  const shared = some(64, 1)
  const first = [...shared, ...some(300, 2)]
  await answer(cache, first)
  expect(await answer(cache, [...first, ...some(60, 3)])).toBe(320)
  expect(native.sequences.size).toBe(1)
  expect(await answer(cache, [...shared, ...some(200, 4)])).toBe(64)
  expect(native.sequences.size).toBe(2)
  expect(await answer(cache, [...first, ...some(50, 5)])).toBe(320)
  expect(await answer(cache, [...first.slice(0, 150), ...some(50, 6)])).toBe(128)
  expect(native.sequences.size).toBe(3)
})

test('what was used longest ago goes first when the memory is full', async () => {
  const { native, cache } = make(4_000)
  const prompts = [1, 2, 3].map((seed) => some(500, seed * 100 + 1))
  const [a = [], b = [], c = []] = prompts
  await answer(cache, a)
  await answer(cache, b)
  expect(await answer(cache, a)).toBe(448)
  await answer(cache, c)
  expect(native.cacheBytes).toBeLessThanOrEqual(4_000)
  expect(await answer(cache, a)).toBe(448)
  expect(await answer(cache, b)).toBe(0)
})

test('a conversation that alone takes more than there is keeps fewer checkpoints, then nothing', async () => {
  const { native, cache } = make(1_500)
  const prompt = some(1_000, 1)
  await answer(cache, prompt)
  expect(native.cacheBytes).toBeLessThanOrEqual(1_500)
  expect(await answer(cache, prompt)).toBe(960)
  await cache.shrinkTo(0)
  expect(native.cacheBytes).toBe(0)
  expect(await answer(cache, prompt)).toBe(0)
})

test('nothing is taken from a sequence whose last call failed', async () => {
  const { native, cache } = make()
  const prompt = some(200, 1)
  await answer(cache, prompt)
  native.onPrefill = () => {
    native.cache.length = 0
    throw new Error('out of memory')
  }
  await expect(answer(cache, [...prompt, ...some(100, 3)])).rejects.toThrow('out of memory')
  native.onPrefill = () => {}
  expect(await answer(cache, prompt)).toBe(0)
  expect(native.cache).toEqual(prompt.slice(0, -1))
})
