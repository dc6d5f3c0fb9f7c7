import { expect, test } from 'vitest'
import type { SummaryPoint } from '../../../../contract/documents.js'
import type { SummaryForm } from '../../../../contract/summary-forms.js'
import { EngineQueue } from '../../engine/engine-queue.js'
import { type Answer, FakeEngine } from '../../testing/fake-engine.js'
import { plantedText } from '../../testing/planted-facts.js'
import { addDocument } from '../../testing/test-document.js'
import { openTestStore } from '../../testing/test-store.js'
import { EngineTurns } from './engine-turns.js'
import { SummaryJob } from './summary-job.js'

const pageCount = 300
const passagesPerPage = 4
const factCount = 100
const sentenceOf = (fact: number) => `Entry ${fact} of the ledger says ${4_000 + fact * 7} guilders.`
const factIn = ({ text }: Pick<SummaryPoint, 'text'>) => Number(/Entry (\d+) of the ledger/.exec(text)?.[1] ?? 0)

/** A long text with the facts at known depths: the first one in the first pages, the last one in the last. */
function longText() {
  const pages = plantedText(pageCount, passagesPerPage).pages.map(({ passages }) => [...passages])
  for (let fact = 1; fact <= factCount; fact++) {
    const depth = Math.floor(((fact - 0.5) / factCount) * pageCount * passagesPerPage)
    const passages = pages[Math.floor(depth / passagesPerPage)] ?? []
    passages[depth % passagesPerPage] += ` ${sentenceOf(fact)}`
  }
  return pages.map((passages) => ({ status: 'read' as const, passages }))
}

/** A model that repeats every planted sentence that it sees, behind the marker that it stands under, and nothing else. */
const citeFacts: Answer = ({ messages: [message] }) => {
  let marker = ''
  const lines: string[] = []
  for (const line of (message?.text ?? '').split('\n')) {
    marker = /\[p\. \d+:\d+\]/.exec(line)?.[0] ?? marker
    const fact = /Entry \d+ of the ledger says \d+ guilders\./.exec(line)?.[0]
    if (fact && !lines.some((other) => other.endsWith(fact))) lines.push(`- ${marker} ${fact}`)
  }
  return lines.join('\n')
}

async function summarise(form: SummaryForm, contextLength: number) {
  const testStore = openTestStore()
  try {
    const { store } = testStore
    const { id: documentId } = addDocument(store, store.conversations.create('Ledger').id)
    const { id } = store.jobs.create(documentId)
    const rest = { kind: 'text', removedCharacters: 0, omitted: [], problems: [] } as const
    await store.documents.storeText(documentId, { ...rest, pages: longText() }, [])
    const engine = new FakeEngine(contextLength)
    engine.answer = citeFacts
    const user = { purpose: 'document', conversationId: 'c', targetId: id } as const
    const turns = new EngineTurns(engine, new EngineQueue(), user, new AbortController().signal)
    await new SummaryJob({ id, store, engine: turns, options: { form }, onStep: () => {} }).run()
    return { notes: store.jobs.steps.notes(id).flat(), job: store.jobs.get(id) }
  } finally {
    testStore.remove()
  }
}

/** How many of the facts of each tenth of the text the points have, from 0 to 1. */
function recallOfTenths(points: readonly SummaryPoint[]): readonly number[] {
  const found = new Set(points.map(factIn))
  const perTenth = factCount / 10
  return Array.from({ length: 10 }, (_, tenth) => {
    const facts = Array.from({ length: perTenth }, (_, index) => tenth * perTenth + index + 1)
    return facts.filter((fact) => found.has(fact)).length / perTenth
  })
}

test.each([2_400, 8_000])(
  'all facts of a long text come into the notes, and every tenth of it into a summary of one page: context of %d tokens',
  async (contextLength) => {
    const { notes, job } = await summarise('page', contextLength)
    expect(recallOfTenths(notes)).toEqual(Array(10).fill(1))
    expect(job).toMatchObject({ state: 'done' })
    const recall = recallOfTenths(job.summary)
    expect(Math.min(...recall), recall.join(' ')).toBeGreaterThanOrEqual(0.7 * Math.max(...recall))
    expect(Math.min(...recall)).toBeGreaterThan(0.2)
    for (const point of job.summary) {
      const depth = Math.floor(((factIn(point) - 0.5) / factCount) * pageCount * passagesPerPage)
      expect(point).toMatchObject({
        page: Math.floor(depth / passagesPerPage) + 1,
        passage: (depth % passagesPerPage) + 1,
      })
    }
  },
)
