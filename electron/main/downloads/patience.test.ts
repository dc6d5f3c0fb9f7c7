import { expect, test } from 'vitest'
import { Patience, TransientError, type Wait } from './patience.js'
import { statedWaitMs } from './refusals.js'
import type { HttpResponse } from './transport.js'

const timing = { firstDelayMs: 10, maxDelayMs: 40, patienceMs: 60, stallMs: 1, maxStatedWaitMs: 100 }
const failing = (statedWaitMs?: number) => new TransientError('hub-failed', 'It fails.', statedWaitMs)

function make() {
  const waits: Wait[] = []
  const patience = new Patience({
    timing,
    signal: new AbortController().signal,
    onWait: (wait) => waits.push(wait),
  })
  return { patience, waits }
}

test('a failure that lasts ends with its own sentence, and any other error at once', async () => {
  const { patience, waits } = make()
  const all = async () => {
    for (;;) await patience.failed(failing())
  }
  await expect(all()).rejects.toMatchObject({ code: 'hub-failed', message: expect.stringContaining('It fails.') })
  // 10 and 20 ms; 40 ms more would be too long.
  expect(waits.length).toBeLessThanOrEqual(2)
  await expect(patience.failed(new Error('bug'))).rejects.toThrow('bug')
})

test('a stated wait that is longer than patience is kept, once', async () => {
  const { patience, waits } = make()
  await patience.failed(failing(100))
  expect(waits).toHaveLength(1)
  await expect(patience.failed(failing(100))).rejects.toMatchObject({ code: 'hub-failed' })
})

test('a server that states no time at all is not asked without a pause', async () => {
  const { patience, waits } = make()
  const before = Date.now()
  await patience.failed(failing(0))
  expect((waits[0]?.until ?? 0) - before).toBeGreaterThanOrEqual(10)
})

test('a stated wait that is too long ends at once', async () => {
  const { patience } = make()
  await expect(patience.failed(failing(600_000))).rejects.toMatchObject({
    message: expect.stringContaining('asks to wait 10 minutes'),
  })
})

test.each([
  [{ ratelimit: '"resolvers";r=0;t=172', 'retry-after': '5' }, 173_000],
  [{ ratelimit: '"resolvers";r=12;t=172', 'retry-after': '5' }, 5_000],
  [{ 'retry-after': 'Mon, 30 Nov 2026 12:00:10 GMT' }, 10_000],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
] as const)('%j asks to wait %s ms', (headers, expected) => {
  const header = (name: string) => (headers as Readonly<Record<string, string>>)[name]
  expect(statedWaitMs({ header } as HttpResponse, Date.parse('2026-11-30T12:00:00Z'))).toBe(expected)
})
