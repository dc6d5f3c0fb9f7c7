import { expect, test } from 'vitest'
import { afterEvent, type Batch, type BatchEvent } from '../../../../contract/batch.js'
import { AppError } from '../../../../contract/errors.js'
import { type AskAboutRow, runBatch } from './run-batch.js'

const names = ['a.txt', 'b.txt', 'c.txt']
const start = (): Batch => ({
  messageId: 'm',
  conversationId: 'c',
  source: 'documents',
  rows: names.map((name) => ({ name, documentId: name, state: 'waiting' })),
  state: 'running',
})
const answered = (answer: string) => ({ answer, links: [] })
const statesOf = ({ rows }: Batch) => rows.map(({ state }) => state)

async function run(ask: AskAboutRow, batch = start(), signal = new AbortController().signal) {
  const events: BatchEvent[] = []
  const running = {
    current: batch,
    apply(event: BatchEvent) {
      events.push(event)
      running.current = afterEvent(running.current, event)
    },
  }
  await runBatch(running, ask, signal)
  return { batch: running.current, events }
}

test('every row is asked about alone, in order, and its answer is kept', async () => {
  const asked: number[] = []
  const { batch } = await run(async (row) => {
    asked.push(row)
    return answered(`Answer ${row}`)
  })
  expect(asked).toEqual([0, 1, 2])
  expect(batch.state).toBe('done')
  expect(batch.rows.map((row) => row.state === 'done' && row.answer)).toEqual(['Answer 0', 'Answer 1', 'Answer 2'])
})

test('a row that fails does not keep the others from their answers', async () => {
  const { batch } = await run(async (row) => {
    if (row === 1) throw new AppError('context-full', 'It is too long.')
    return answered('Yes')
  })
  expect(statesOf(batch)).toEqual(['done', 'failed', 'done'])
  expect(batch.state).toBe('done')
})

test('when no row could go on, none after it is asked about', async () => {
  const asked: number[] = []
  const { batch } = await run(async (row) => {
    asked.push(row)
    throw new AppError('model-missing', 'The model is gone.')
  })
  expect(asked).toEqual([0])
  expect(batch.state).toBe('failed')
  expect(statesOf(batch)).toEqual(['waiting', 'waiting', 'waiting'])
})

test('after an abort nothing more is stored, not even an answer that came too late', async () => {
  const aborter = new AbortController()
  const { events } = await run(
    async (row) => {
      if (row === 1) aborter.abort()
      return answered('Yes')
    },
    start(),
    aborter.signal,
  )
  expect(events.map(({ type }) => type)).toEqual(['row-started', 'row-done', 'row-started'])
})

test('windows get each piece of an answer once, and all of it again when it begins again', async () => {
  const { events } = await run(async (row, onText) => {
    if (row === 0) for (const text of ['A', 'A', 'Ab', 'C']) onText(text)
    return answered('C')
  })
  expect(events.slice(0, 5)).toEqual([
    { type: 'row-started', row: 0 },
    { type: 'row-text', row: 0, text: 'A' },
    { type: 'row-text', row: 0, text: 'b' },
    { type: 'row-started', row: 0 },
    { type: 'row-text', row: 0, text: 'C' },
  ])
})
