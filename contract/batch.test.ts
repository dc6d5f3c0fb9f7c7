import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterEvent, type Batch, type BatchEvent, countRows, nextRow } from './batch.js'
import { batchTable } from './batch-table.js'
import type { ErrorCode } from './errors.js'

const items = ['a.txt', 'b.txt', 'c.txt'].map((name) => ({ name, documentId: name }))
const start = (): Batch => ({
  messageId: 'm',
  conversationId: 'c',
  source: 'documents',
  rows: items.map((item) => ({ ...item, state: 'waiting' })),
  state: 'running',
})
const batchAfter = (...events: readonly BatchEvent[]) => events.reduce(afterEvent, start())
const started = (row: number) => ({ type: 'row-started', row }) as const
const done = (row: number, answer = 'Ada') => ({ type: 'row-done', row, answer, links: [], tookMs: 1 }) as const
const failed = (row: number, code: ErrorCode = 'context-full') =>
  ({ type: 'row-failed', row, error: { code, message: 'Too long.' } }) as const
const statesOf = ({ rows }: Batch) => rows.map(({ state }) => state)

test('the text of the running row grows, and begins again when the row does', () => {
  const text = (piece: string) => ({ type: 'row-text', row: 0, text: piece }) as const
  expect(batchAfter(started(0), text('A'), text('da')).rows[0]).toMatchObject({ state: 'running', text: 'Ada' })
  expect(batchAfter(started(0), text('A'), started(0), text('B')).rows[0]).toMatchObject({ text: 'B' })
})

test('a row that fails does not stop the others, and is retried alone', () => {
  const batch = batchAfter(started(0), done(0), started(1), failed(1), started(2), done(2))
  expect(batch.state).toBe('done')
  const retried = afterEvent(batch, { type: 'failed-retried' })
  expect(retried.state).toBe('running')
  expect(statesOf(retried)).toEqual(['done', 'waiting', 'done'])
})

test.each<ErrorCode>(['engine-failed', 'model-missing', 'disk-full'])(
  'what would keep every row from its answer ends the batch, and fails none: %s',
  (code) => {
    const batch = batchAfter(started(0), failed(0, code))
    expect(batch).toMatchObject({ state: 'failed', error: { code, message: 'Too long.' } })
    expect(statesOf(batch)).toEqual(['waiting', 'waiting', 'waiting'])
    const resumed = afterEvent(batch, { type: 'resumed' })
    expect(resumed.state).toBe('running')
    expect(resumed.error).toBeUndefined()
  },
)

test.each(['paused', 'cancelled'] as const)('a batch that is %s keeps what is done, and resumes after it', (type) => {
  const batch = batchAfter(started(0), done(0), started(1), { type })
  expect(batch.state).toBe(type)
  expect(statesOf(batch)).toEqual(['done', 'waiting', 'waiting'])
  expect(nextRow(batch)).toBeUndefined()
  expect(nextRow(afterEvent(batch, { type: 'resumed' }))).toBe(1)
})

test('an answer that comes after a pause changes nothing', () => {
  const paused = batchAfter(started(0), { type: 'paused' })
  expect(afterEvent(paused, done(0))).toEqual(paused)
})

const row = fc.integer({ min: -1, max: 4 })
const error = fc.constantFrom<ErrorCode>('context-full', 'engine-failed').map((code) => ({ code, message: '' }))
const anyEvent: fc.Arbitrary<BatchEvent> = fc.oneof(
  fc.record({ type: fc.constant('row-started' as const), row }),
  fc.record({ type: fc.constant('row-text' as const), row, text: fc.string() }),
  fc.record({
    type: fc.constant('row-done' as const),
    row,
    answer: fc.string(),
    links: fc.constant([]),
    tookMs: fc.nat(),
  }),
  fc.record({ type: fc.constant('row-failed' as const), row, error }),
  fc.record({ type: fc.constant('failed' as const), error }),
  fc.record({ type: fc.constantFrom('paused' as const, 'cancelled' as const, 'resumed' as const) }),
  fc.record({ type: fc.constant('failed-retried' as const) }),
)

test('whatever happens, one row runs at most, answers stay, and a batch is done only when every row is over', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let batch = start()
      for (const event of events) {
        const before = batch
        batch = afterEvent(batch, event)
        const counts = countRows(batch)
        expect(batch.rows.map(({ name }) => name)).toEqual(items.map(({ name }) => name))
        expect(counts.running).toBeLessThanOrEqual(batch.state === 'running' ? 1 : 0)
        if (batch.state === 'done') expect(counts.waiting + counts.running).toBe(0)
        if (batch.state === 'running') expect(counts.waiting + counts.running).toBeGreaterThan(0)
        expect(batch.error !== undefined).toBe(batch.state === 'failed')
        before.rows.forEach((old, index) => {
          if (old.state === 'done') expect(batch.rows[index]).toEqual(old)
        })
      }
    }),
  )
})

describe('as a Markdown table', () => {
  test('a row has its name and its answer, and what would end a cell is escaped', () => {
    const batch = batchAfter(started(0), done(0, 'a | b\n\nc'), started(1), failed(1))
    expect(batchTable(batch)).toBe(
      '| Document | Answer |\n| --- | --- |\n| a.txt | a \\| b<br>c |\n| b.txt | Too long. |\n| c.txt |  |',
    )
  })

  test('what does not fit is left out by whole rows, and counted', () => {
    const batch = batchAfter(started(0), done(0, 'x'.repeat(50)), started(1), done(1), started(2), done(2))
    const table = batchTable(batch, { maxLength: 70, maxAnswerLength: 10 })
    expect(table).toContain(`| a.txt | ${'x'.repeat(10)}… |`)
    expect(table).not.toContain('b.txt')
    expect(table).toMatch(/\n\n2 more rows are left out\.$/)
  })
})
