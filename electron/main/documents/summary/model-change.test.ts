import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EngineQueue } from '../../engine/engine-queue.js'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/store.js'
import { copyFirsts, FakeEngine, kindOfStep } from '../../testing/fake-engine.js'
import { createDocuments, type Documents } from '../documents.js'
import { Originals } from '../originals.js'

const pages = Array.from({ length: 24 }, (_, page) => ({
  status: 'read' as const,
  passages: Array.from({ length: 5 }, (_, passage) =>
    `Fact ${page + 1}.${passage + 1} stands here. ${'It is explained at length. '.repeat(4)}`.trim(),
  ),
}))

let folder: string
let store: Store
let engine: FakeEngine
let documents: Documents
let onJob: () => void = () => {}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-model-change-'))
  store = openStore(folder)
  engine = new FakeEngine(6_000)
  documents = createDocuments({
    store,
    engine,
    queue: new EngineQueue(),
    reader: {
      read: async ({ kind }) => ({ kind, encoding: 'utf-8', pages, removedCharacters: 0, omitted: [], problems: [] }),
    },
    originals: new Originals(folder),
    settings: () => ({ ocrLanguages: ['eng'], keepsOriginals: true }),
    onMessage: () => {},
    onJob: () => onJob(),
    onDocument: () => {},
    onSent: () => {},
    onRemoved: () => {},
  })
})

afterEach(async () => {
  await documents.stop()
  store.close()
  rmSync(folder, { recursive: true })
})

test('when the user chooses a model with a smaller context between two steps, the remaining parts are planned to fit it', async () => {
  const tokensOf = (text: string) => Math.ceil(text.length / 4)
  const notes: number[] = []
  engine.answer = (request, signal) => {
    if (kindOfStep(request) === 'notes') notes.push(tokensOf(request.messages[0]?.text ?? ''))
    const { status } = engine
    if (notes.length === 1 && status.state === 'ready') {
      engine.setStatus({ state: 'ready', model: { ...status.model, name: 'Smaller', contextLength: 900 } })
    }
    return copyFirsts(request, signal)
  }
  await documents.addFiles(null, [{ name: 'report.md', bytes: new Uint8Array(9), size: 9 }])
  const { conversationId } = documents.summarise(null)
  const job = () => documents.jobsOf(conversationId)[0]
  await new Promise<void>((resolve) => {
    onJob = () => {
      const state = job()?.state
      if (state === 'done' || state === 'failed') resolve()
    }
  })
  expect(job()?.state).toBe('done')
  const [first = 0, ...rest] = notes
  expect(first).toBeGreaterThan(300)
  expect(rest.length).toBeGreaterThan(5)
  // A tenth of the context, plus the instruction.
  for (const tokens of rest) expect(tokens).toBeLessThan(90 + 60)
  const sent = engine.requests.map(({ messages }) => messages[0]?.text).join()
  for (const { passages } of pages) for (const passage of passages) expect(sent).toContain(passage)
})
