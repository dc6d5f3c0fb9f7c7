import type { SummaryPoint } from '../../../contract/documents.js'
import type { SummaryForm } from '../../../contract/summary-forms.js'
import { EngineTurns } from '../documents/summary/engine-turns.js'
import { SummaryJob } from '../documents/summary/summary-job.js'
import { EngineQueue } from '../engine/engine-queue.js'
import { type Answer, FakeEngine } from './fake-engine.js'
import { plantedText } from './planted-facts.js'
import { addDocument } from './test-document.js'
import { openTestStore } from './test-store.js'

const pageCount = 300
const passagesPerPage = 4
const factCount = 100
const factsPerTenth = factCount / 10
const sentenceOf = (fact: number) => `Entry ${fact} of the ledger says ${4_000 + fact * 7} guilders.`
const factIn = ({ text }: Pick<SummaryPoint, 'text'>) => Number(/Entry (\d+) of the ledger/.exec(text)?.[1] ?? 0)
/** Passages before that of a fact: the first fact stands in the first pages, the last one in the last. */
const depthOf = (fact: number) => Math.floor(((fact - 0.5) / factCount) * pageCount * passagesPerPage)

/** Where the fact of a point was planted. */
export function plantedPlace(point: Pick<SummaryPoint, 'text'>): { readonly page: number; readonly passage: number } {
  const depth = depthOf(factIn(point))
  return { page: Math.floor(depth / passagesPerPage) + 1, passage: (depth % passagesPerPage) + 1 }
}

/** A long text with 100 facts at known depths. */
function longText() {
  const pages = plantedText(pageCount, passagesPerPage).pages.map(({ passages }) => [...passages])
  for (let fact = 1; fact <= factCount; fact++) {
    const depth = depthOf(fact)
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

/** The share of the facts of each tenth of the text that the points have, from 0 to 1. */
function recallOfTenths(points: readonly SummaryPoint[]): readonly number[] {
  const found = new Set(points.map(factIn))
  return Array.from({ length: 10 }, (_, tenth) => {
    const facts = Array.from({ length: factsPerTenth }, (_, index) => tenth * factsPerTenth + index + 1)
    return facts.filter((fact) => found.has(fact)).length / factsPerTenth
  })
}

/**
 * Summarises 300 pages in which 100 facts are planted, with a stand-in for the model: what the steps themselves keep.
 * @returns the recall of each tenth of the text, by the notes and by the summary, and the summary's points
 */
export async function plantedRecall(form: SummaryForm, contextLength: number) {
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
    const { state, summary } = store.jobs.get(id)
    return {
      state,
      notes: recallOfTenths(store.jobs.steps.notes(id).flat()),
      summary: recallOfTenths(summary),
      points: summary,
    }
  } finally {
    testStore.remove()
  }
}
