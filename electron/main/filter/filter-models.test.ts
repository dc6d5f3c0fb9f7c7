import { expect, test } from 'vitest'
import type { KnownModel } from '../../../contract/models.js'
import { findSafeguard, forecastOf, LoadSpeed } from './filter-models.js'

const model = (id: string, name: string, weightBytes: number, rest: Partial<KnownModel> = {}): KnownModel => ({
  ...{ id, name, weightBytes, isDemo: false, isMissing: false, isAdded: true },
  ...rest,
})
const usual = model('u', 'gpt-oss-20b-MXFP4-Q4', 11e9)
const large = model('l', 'gpt-oss-safeguard-120b-MLX-MXFP4', 63e9)
const small = model('s', 'GPT-OSS_Safeguard 20b', 12e9)

test('the safeguard that is loaded checks, else the smallest that can be used', () => {
  const find = (models: readonly KnownModel[], loadedId = 'u') => findSafeguard(models, loadedId)?.id
  expect(find([usual, large, small])).toBe('s')
  expect(find([usual, large, small], 'l')).toBe('l')
  expect(find([usual])).toBeUndefined()
  expect(find([large, { ...small, isMissing: true }])).toBe('l')
  expect(find([large, { ...small, fault: 'Incomplete.' }])).toBe('l')
})

const facts = { fitOf: () => ({ fits: true, reason: 'Needs 13 GB.' }), bytesPerSecond: 1e9 }

test('the cost of a change is that of both loads, and the memory that of the catalogue with these weights', () => {
  const asked: unknown[] = []
  const fitOf = ({ id }: { readonly id: string }, bytes: number) => {
    asked.push(id, bytes)
    return { fits: false, reason: 'Needs 70 GB.' }
  }
  const { change } = forecastOf(large, usual, { fitOf, bytesPerSecond: 2e9 })
  expect(asked).toEqual(['gpt-oss-safeguard-120b', 63e9])
  expect(change).toEqual({
    from: { id: 'u', name: usual.name },
    weightBytes: 63e9,
    memory: 'Needs 70 GB.',
    fits: false,
    seconds: 37,
  })
  expect(forecastOf(small, usual, { ...facts, bytesPerSecond: undefined }).change).not.toHaveProperty('seconds')
})

test('without a safeguard, or with it as the model of conversations, nothing changes', () => {
  expect(forecastOf(undefined, usual, facts)).toEqual({ model: { id: 'u', name: usual.name }, isSafeguard: false })
  expect(forecastOf(small, small, facts)).toEqual({ model: { id: 's', name: small.name }, isSafeguard: true })
})

test('how fast models load is learnt from large ones', () => {
  let now = 0
  const speed = new LoadSpeed(() => now)
  const load = (weightBytes: number, ms: number) => {
    speed.follow({ state: 'loading', doneBytes: 0, totalBytes: weightBytes })
    now += ms
    const sizes = { contextLength: 1, weightBytes, efforts: [] }
    speed.follow({ state: 'ready', model: { id: 'u', name: 'u', isDemo: false, ...sizes } })
  }
  load(4e6, 1_000)
  expect(speed.bytesPerSecond).toBeUndefined()
  load(10e9, 5_000)
  expect(speed.bytesPerSecond).toBe(2e9)
  speed.follow({ state: 'loading', doneBytes: 0, totalBytes: 1 })
  speed.follow({ state: 'unloaded' })
  now += 90_000
  load(10e9, 10_000)
  expect(speed.bytesPerSecond).toBe(1e9)
})
