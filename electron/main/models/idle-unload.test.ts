import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EngineStatus, UnloadReason } from '../../../contract/models.js'
import { IdleUnload, type MemoryPressure } from './idle-unload.js'

const minute = 60_000
const model = { id: 'a', name: 'A', isDemo: false, contextLength: 1, weightBytes: 1, efforts: [] }

let engine: {
  status: EngineStatus
  usedAt: number
  onStatus(listener: () => void): () => void
  unload(reason: UnloadReason): void
}
let tell: () => void
let unloaded: UnloadReason[]
let isBusy: boolean
let keepMs: number | undefined
let pressure: MemoryPressure
let askPressure: () => Promise<MemoryPressure>
let idle: IdleUnload

beforeEach(() => {
  vi.useFakeTimers()
  unloaded = []
  isBusy = false
  keepMs = 15 * minute
  pressure = 'normal'
  askPressure = async () => pressure
  engine = {
    status: { state: 'ready', model },
    usedAt: 0,
    onStatus(listener) {
      tell = listener
      return () => {}
    },
    unload(reason) {
      unloaded.push(reason)
      engine.status = { state: 'unloaded', reason }
      tell()
    },
  }
  idle = new IdleUnload({
    engine,
    isBusy: () => isBusy,
    keepMs: () => keepMs,
    memoryPressure: () => askPressure(),
  })
  tell()
})
afterEach(() => {
  idle.stop()
  vi.useRealTimers()
})

const pass = (minutes: number) => vi.advanceTimersByTimeAsync(minutes * minute)

test('a model that is not used is unloaded once, after the time that the user chose', async () => {
  await pass(14.9)
  expect(unloaded).toEqual([])
  await pass(0.2)
  expect(unloaded).toEqual(['idle'])
  await pass(60)
  expect(unloaded).toEqual(['idle'])
})

test.each([
  ['work', () => idle.used()],
  ['a draft whose tokens are counted', () => (engine.usedAt = Date.now())],
])('the time begins again with %s', async (_, use) => {
  await pass(14)
  use()
  await pass(14)
  expect(unloaded).toEqual([])
  await pass(2)
  expect(unloaded).toEqual(['idle'])
})

test('running work is never interrupted, however long it takes and whatever the memory is', async () => {
  isBusy = true
  idle.used()
  pressure = 'critical'
  await pass(120)
  expect(unloaded).toEqual([])
  isBusy = false
  idle.used()
  await pass(2)
  expect(unloaded).toEqual(['memory'])
})

test('work that begins while the system is asked about its memory is not interrupted', async () => {
  let answer = (_: MemoryPressure) => {}
  askPressure = () =>
    new Promise((resolve) => {
      answer = resolve
    })
  await pass(1.5)
  isBusy = true
  answer('critical')
  await pass(0)
  expect(unloaded).toEqual([])
})

test('“never” keeps the model for as long as there is memory', async () => {
  keepMs = undefined
  idle.plan()
  await pass(24 * 60)
  expect(unloaded).toEqual([])
  pressure = 'warning'
  await pass(1.1)
  expect(unloaded).toEqual(['memory'])
})

test('a change of the setting counts at once', async () => {
  await pass(10)
  keepMs = 5 * minute
  idle.plan()
  await pass(0.01)
  expect(unloaded).toEqual(['idle'])
})
