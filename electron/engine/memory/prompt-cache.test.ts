import { expect, test } from 'vitest'
import { FakeNative } from '../testing/fake-native.js'
import { PromptCache } from './prompt-cache.js'

const someTokens = (count: number, seed: number) =>
  Array.from({ length: count }, (_, index) => (index * 37 + seed) % 1_000)

async function read(cache: PromptCache, prompt: readonly number[]): Promise<number> {
  const start = await cache.begin(prompt)
  for (let done = start; done < prompt.length - 1; ) done = await cache.read(prompt, done)
  await cache.end()
  return start
}

const createCache = (budgetBytes = 1e9) => {
  const native = new FakeNative(100_000, 'CPU')
  return { native, cache: new PromptCache(native, { budgetBytes, messageEnd: 2_000 }) }
}

// Unneeded forks would fill the memory with copies of one conversation; truncating would discard another one.
test('a next turn extends its sequence; another conversation and an early branch get their own sequence', async () => {
  const { native, cache } = createCache()
  const shared = someTokens(64, 1)
  const first = [...shared, ...someTokens(300, 2)]
  await read(cache, first)
  expect(await read(cache, [...first, ...someTokens(60, 3)])).toBe(320)
  expect(native.sequences.size).toBe(1)
  expect(await read(cache, [...shared, ...someTokens(200, 4)])).toBe(64)
  expect(native.sequences.size).toBe(2)
  expect(await read(cache, [...first, ...someTokens(50, 5)])).toBe(320)
  expect(await read(cache, [...first.slice(0, 150), ...someTokens(50, 6)])).toBe(128)
  expect(native.sequences.size).toBe(3)
})

test('if the memory is full, the sequence that was used longest ago is dropped first', async () => {
  const { native, cache } = createCache(4_000)
  const prompts = [1, 2, 3].map((seed) => someTokens(500, seed * 100 + 1))
  const [a = [], b = [], c = []] = prompts
  await read(cache, a)
  await read(cache, b)
  expect(await read(cache, a)).toBe(448)
  await read(cache, c)
  expect(native.cacheBytes).toBeLessThanOrEqual(4_000)
  expect(await read(cache, a)).toBe(448)
  expect(await read(cache, b)).toBe(0)
})

test('a conversation that exceeds the budget alone keeps fewer checkpoints, then nothing', async () => {
  const { native, cache } = createCache(1_500)
  const prompt = someTokens(1_000, 1)
  await read(cache, prompt)
  expect(native.cacheBytes).toBeLessThanOrEqual(1_500)
  expect(await read(cache, prompt)).toBe(960)
  await cache.shrinkTo(0)
  expect(native.cacheBytes).toBe(0)
  expect(await read(cache, prompt)).toBe(0)
})

test('a sequence whose last call failed is not reused', async () => {
  const { native, cache } = createCache()
  const prompt = someTokens(200, 1)
  await read(cache, prompt)
  native.onPrefill = () => {
    native.cache.length = 0
    throw new Error('out of memory')
  }
  await expect(read(cache, [...prompt, ...someTokens(100, 3)])).rejects.toThrow('out of memory')
  native.onPrefill = () => {}
  expect(await read(cache, prompt)).toBe(0)
  expect(native.cache).toEqual(prompt.slice(0, -1))
})
