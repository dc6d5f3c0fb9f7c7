import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SummaryForm, summaryFormNames } from '../../../../contract/summary-forms.js'
import { EngineQueue } from '../../engine/engine-queue.js'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/store.js'
import { type Answer, copyFirsts, FakeEngine, kindOfStep, untilAborted } from '../../testing/fake-engine.js'
import { addDocument } from '../../testing/test-document.js'
import { EngineTurns } from './engine-turns.js'
import { SummaryJob } from './summary-job.js'

/** Forty sections of one fact each, on twenty pages. */
const pages = Array.from({ length: 20 }, (_, page) => ({
  status: 'read' as const,
  passages: [1, 2].map(
    (half) =>
      `## Chapter ${page * 2 + half}\nFerry ${page * 2 + half} sailed in May ${1900 + page * 2 + half}. ` +
      'It is explained at length. '.repeat(6).trim(),
  ),
}))

let folder: string
let store: Store
let id: string

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'parley-summary-job-')), 'home')
  store = openStore(folder)
  const { id: conversationId } = store.conversations.create('Ferries')
  const { id: documentId } = addDocument(store, conversationId, { name: 'ferries.md', kind: 'markdown' })
  id = store.jobs.create(documentId).id
  const rest = { kind: 'markdown', removedCharacters: 0, omitted: [], problems: [] } as const
  await store.documents.storeText(documentId, { ...rest, pages }, [])
})

afterEach(() => {
  store.close()
  rmSync(join(folder, '..'), { recursive: true })
})

function engineOf(answer: Answer = copyFacts, isDemo = false, contextLength = 2_400): FakeEngine {
  const engine = new FakeEngine(contextLength, isDemo)
  engine.answer = answer
  return engine
}

async function run(engine: FakeEngine, form: SummaryForm, signal = new AbortController().signal) {
  const user = { purpose: 'document', conversationId: 'c', targetId: id } as const
  const turns = new EngineTurns(engine, new EngineQueue(), user, signal)
  await new SummaryJob({ id, store, engine: turns, options: { form }, onStep: () => {} }).run()
  return store.jobs.get(id)
}

/** Notes the fact of each passage, and merges by copying the first note of each block. */
const copyFacts: Answer = (request, signal) => {
  if (kindOfStep(request) === 'merge') return copyFirsts(request, signal)
  const facts = (request.messages[0]?.text ?? '').matchAll(/(\[p\. \d+:\d+\])\n## .*\n(Ferry .*?\.)/g)
  return [...facts].map(([, marker, fact]) => `- ${marker} ${fact}`).join('\n')
}

/** Also writes each note of a form's prompt as a question. */
const askEach: Answer = (request, signal) => {
  if (kindOfStep(request) !== 'form') return copyFacts(request, signal)
  const lines = (request.messages[0]?.text ?? '')
    .split('\n')
    .filter((line) => line.startsWith('- [p.') && !line.includes('…'))
  return lines.map((line) => line.replace(/\] (.*)$/, '] When did it sail? | $1')).join('\n')
}

test.each(summaryFormNames)(
  'a summary in the form %s ends, with points in order and pages that are accounted for',
  async (form) => {
    const engine = engineOf(askEach)
    const { state, summary, account } = await run(engine, form)
    expect(state).toBe('done')
    expect(summary.length).toBeGreaterThan(5)
    expect(summary.map(({ page = 0 }) => page)).toEqual(summary.map(({ page = 0 }) => page).toSorted((a, b) => a - b))
    expect(account).toMatch(/^All 20 pages were read, in \d+ parts\. The summary uses (?:\d+ of|all) 40 notes; /)
  },
)

test('a form is written in a last step of its own, from the merged points', async () => {
  const engine = engineOf(askEach)
  const { summary } = await run(engine, 'questions')
  const kinds = engine.requests.map(kindOfStep)
  expect(kinds.lastIndexOf('merge')).toBeLessThan(kinds.indexOf('form'))
  expect(summary.every(({ heading }) => heading === 'When did it sail?')).toBe(true)
})

test('a model that writes no form is said to have written none, and its points stand', async () => {
  const { summary, account } = await run(engineOf(), 'page')
  expect(summary.length).toBeGreaterThan(12)
  expect(account).toMatch(/could not write it in this form/)
})

test('sections are those of the document, without help of the model', async () => {
  const { summary } = await run(engineOf(copyFacts, true), 'sections')
  expect(
    summary.map(({ heading, text }) => heading?.replace('Chapter', 'Ferry') === text.split(' sailed')[0]),
  ).not.toContain(false)
})

test('a text that fits half of the context is read in one pass, by a model that can be instructed', async () => {
  const engine = engineOf(copyFacts, false, 8_000)
  await run(engine, 'points')
  expect(engine.requests.filter((request) => kindOfStep(request) === 'notes')).toHaveLength(1)
  expect(store.jobs.get(id).parts).toEqual({ done: 1, total: 1 })
})

test('every fact of a text is in the notes of a single pass', async () => {
  await run(engineOf(copyFacts, false, 8_000), 'points')
  const notes = store.jobs.steps.notes(id).flat()
  expect(new Set(notes.map(({ page }) => page)).size).toBe(20)
  expect(notes).toHaveLength(40)
})

test.each([false, true])(
  'each merge sees the sentence that a note rests on, unless the model is the demonstration: %s',
  async (isDemo) => {
    const engine = engineOf((request, signal) => {
      const answer = copyFacts(request, signal) as string
      return kindOfStep(request) === 'notes'
        ? answer.replace(/Ferry (\d+) sailed in (May \d+)/g, 'In $2 ferry $1 sailed')
        : answer
    }, isDemo)
    await run(engine, 'points')
    const merges = engine.requests.filter((request) => kindOfStep(request) === 'merge')
    expect(merges.length).toBeGreaterThan(1)
    for (const { messages } of merges) expect(messages[0]?.text.includes('(its text: Ferry ')).toBe(!isDemo)
  },
)

test('killed in any step, a summary in a form goes on where it was and repeats none', async () => {
  const whole = engineOf(askEach)
  const before = folder
  cpSync(before, `${before}-whole`, { recursive: true })
  const expected = await run(whole, 'questions')
  const total = whole.requests.length
  for (const steps of [1, total - 3, total - 2, total - 1]) {
    store.close()
    rmSync(before, { recursive: true })
    cpSync(`${before}-whole`, before, { recursive: true })
    store = openStore(before)
    const killed = engineOf()
    const aborter = new AbortController()
    let count = 0
    killed.answer = (request, signal) => {
      if (count++ < steps) return askEach(request, signal)
      aborter.abort()
      return untilAborted(signal)
    }
    await run(killed, 'questions', aborter.signal).catch(() => {})
    const resumed = engineOf(askEach)
    const made = await run(resumed, 'questions')
    expect(resumed.requests).toHaveLength(total - steps)
    expect(made.summary).toEqual(expected.summary)
    expect(made.account).toBe(expected.account)
  }
})
