import { beforeEach, expect, test } from 'vitest'
import type { GenerateEvent, GenerateRequest } from '../../../../contract/engine.js'
import { EngineQueue } from '../../engine/engine-queue.js'
import { FakeEngine, untilAborted } from '../../testing/fake-engine.js'
import { measureSpeed } from './measure-speed.js'

const never = new AbortController().signal

/** Reads 1,000 tokens and writes 50 tokens a second. */
class TimedEngine extends FakeEngine {
  replyTokens = 96

  override async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    for await (const event of super.generate(request, signal)) {
      if (event.type !== 'end') yield event
      else {
        const promptTokens = Math.ceil((request.messages[0]?.text.length ?? 0) / 4)
        const { replyTokens } = this
        yield { ...event, promptTokens, firstTokenMs: promptTokens, replyTokens, decodeMs: (replyTokens - 1) * 20 }
      }
    }
  }
}

let engine: TimedEngine
let queue: EngineQueue
beforeEach(() => {
  engine = new TimedEngine(32_768)
  engine.answer = () => 'Fine.'
  queue = new EngineQueue()
})

const measure = (bandwidth?: number) =>
  measureSpeed({
    engine,
    queue,
    modelId: 'test',
    load: () => {},
    touchedBytes: async (contextTokens) => 1e9 + contextTokens,
    bandwidth,
    signal: never,
  })

test('reads about 1,000 and 8,000 tokens, and knows the bound where it knows the bandwidth', async () => {
  const speeds = await measure(100e9)
  const [short, long] = speeds
  expect(short?.contextTokens).toBeGreaterThan(950)
  expect(short?.contextTokens).toBeLessThan(1_150)
  expect(long?.contextTokens).toBeGreaterThan(7_600)
  expect(long?.contextTokens).toBeLessThan(8_800)
  for (const { readPerSecond, writtenPerSecond, boundPerSecond } of speeds) {
    expect(readPerSecond).toBeCloseTo(1_000)
    expect(writtenPerSecond).toBeCloseTo(50)
    expect(boundPerSecond).toBeCloseTo(100, 1)
  }
  expect((await measure())[0]?.boundPerSecond).toBeNull()
  const texts = engine.requests.map(({ messages }) => messages[0]?.text.slice(0, 40))
  expect(texts[0]).not.toBe(texts[1]) // else the second prompt would be in the cache
})

test('leaves out what the context is too short for, and a speed that a short reply cannot show', async () => {
  engine = new TimedEngine(2_048)
  engine.answer = () => 'Fine.'
  engine.replyTokens = 3
  const speeds = await measure()
  expect(speeds.map(({ writtenPerSecond }) => writtenPerSecond)).toEqual([null])
})

test('a reply goes first, and what it disturbed is measured again', async () => {
  let asked = 0
  let isBegun = () => {}
  const begun = new Promise<void>((resolve) => {
    isBegun = resolve
  })
  engine.answer = async (_, signal) => {
    asked++
    if (asked > 1) return 'Fine.'
    isBegun()
    return untilAborted(signal)
  }
  const measured = measure()
  await begun
  const release = await queue.acquire({ purpose: 'reply', conversationId: 'c', targetId: 'r' }, never)
  expect(asked).toBe(1)
  release()
  expect(await measured).toHaveLength(2)
  expect(asked).toBe(3)
})
