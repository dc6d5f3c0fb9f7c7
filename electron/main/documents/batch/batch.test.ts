import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError, type ErrorCode } from '../../../../contract/errors.js'
import { afterEvent, type Batch, type BatchEvent, countRows, newBatch, nextRow } from './batch.js'
import { type AskAboutRow, runBatch } from './run-batch.js'

const items = ['a.txt', 'b.txt', 'c.txt'].map((name) => ({ cells: [name] }))
const start = () => newBatch('Who wrote it?', ['File'], items)

function storageOf(batch: Batch) {
  let stored = batch
  return {
    load: () => stored,
    save(next: Batch) {
      stored = next
    },
  }
}

const statesOf = ({ rows }: Batch) => rows.map(({ state }) => state)

async function run(ask: AskAboutRow, batch = start(), signal = new AbortController().signal) {
  const storage = storageOf(batch)
  await runBatch(storage, ask, signal)
  return storage.load()
}

test('every row is asked about alone, in order, and its answer is kept', async () => {
  const asked: string[] = []
  const batch = await run(async ({ cells: [name = ''] }, prompt) => {
    asked.push(`${prompt} ${name}`)
    return name.toUpperCase()
  })
  expect(asked).toEqual(['Who wrote it? a.txt', 'Who wrote it? b.txt', 'Who wrote it? c.txt'])
  expect(batch.state).toBe('done')
  expect(batch.rows.map((row) => row.state === 'done' && row.answer)).toEqual(['A.TXT', 'B.TXT', 'C.TXT'])
})

test('a row that fails does not stop the others, and is retried alone', async () => {
  const failing: AskAboutRow = async ({ cells: [name = ''] }) => {
    if (name === 'b.txt') throw new AppError('context-full', 'It is too long.')
    return name
  }
  const batch = await run(failing)
  expect(statesOf(batch)).toEqual(['done', 'failed', 'done'])
  expect(batch.state).toBe('done')
  const asked: string[] = []
  const again = await run(
    async ({ cells: [name = ''] }) => {
      asked.push(name)
      return name
    },
    afterEvent(batch, { type: 'failed-retried' }),
  )
  expect(asked).toEqual(['b.txt'])
  expect(statesOf(again)).toEqual(['done', 'done', 'done'])
})

test.each<ErrorCode>(['engine-failed', 'model-missing', 'disk-full'])(
  'what would keep every row from its answer stops the batch, and fails none: %s',
  async (code) => {
    const asked: string[] = []
    const batch = await run(async ({ cells: [name = ''] }) => {
      asked.push(name)
      throw new AppError(code, 'Nothing works.')
    })
    expect(asked).toEqual(['a.txt'])
    expect(batch).toMatchObject({ state: 'stopped', error: { code, message: 'Nothing works.' } })
    expect(statesOf(batch)).toEqual(['waiting', 'waiting', 'waiting'])
    const resumed = afterEvent(batch, { type: 'resumed' })
    expect(resumed.state).toBe('running')
    expect(resumed.error).toBeUndefined()
  },
)

test('a stop keeps what is done, and a resume goes on after it', async () => {
  const aborter = new AbortController()
  const batch = await run(
    async ({ cells: [name = ''] }, _, signal) => {
      if (name === 'b.txt') aborter.abort()
      signal.throwIfAborted()
      return name
    },
    start(),
    aborter.signal,
  )
  expect(batch.state).toBe('stopped')
  expect(statesOf(batch)).toEqual(['done', 'waiting', 'waiting'])
  expect(nextRow(batch)).toBeUndefined()
  const asked: string[] = []
  await run(
    async ({ cells: [name = ''] }) => {
      asked.push(name)
      return name
    },
    afterEvent(batch, { type: 'resumed' }),
  )
  expect(asked).toEqual(['b.txt', 'c.txt'])
})

test('an answer that comes after a stop changes nothing', () => {
  const started = afterEvent(start(), { type: 'row-started', row: 0 })
  const stopped = afterEvent(started, { type: 'stopped' })
  expect(afterEvent(stopped, { type: 'row-done', row: 0, answer: 'late', tookMs: 1 })).toEqual(stopped)
})

test('a batch without items is done', () => {
  expect(newBatch('Who?', [], []).state).toBe('done')
})

const row = fc.integer({ min: -1, max: 4 })
const error = fc.constantFrom<ErrorCode>('context-full', 'engine-failed').map((code) => ({ code, message: '' }))
const anyEvent: fc.Arbitrary<BatchEvent> = fc.oneof(
  fc.record({ type: fc.constant('row-started' as const), row }),
  fc.record({ type: fc.constant('row-done' as const), row, answer: fc.string(), tookMs: fc.nat() }),
  fc.record({ type: fc.constant('row-failed' as const), row, error }),
  fc.record({ type: fc.constantFrom('stopped' as const, 'resumed' as const, 'failed-retried' as const) }),
)

test('whatever happens, one row runs at most, answers stay, and a batch is done only when every row is over', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let batch = start()
      for (const event of events) {
        const before = batch
        batch = afterEvent(batch, event)
        const counts = countRows(batch)
        expect(batch.rows.map(({ cells }) => cells)).toEqual(items.map(({ cells }) => cells))
        expect(counts.running).toBeLessThanOrEqual(batch.state === 'running' ? 1 : 0)
        expect(batch.state === 'done').toBe(counts.waiting + counts.running === 0)
        before.rows.forEach((old, index) => {
          if (old.state === 'done') expect(batch.rows[index]).toEqual(old)
        })
      }
    }),
  )
})
