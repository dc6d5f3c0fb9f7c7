import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { fetchSmallModel } from '../../build/small-model/fetch.mjs'
import type { PromptMessage } from '../../contract/engine.js'
import { addonPath } from '../../native/test/tiny-model.js'
import { createDocuments } from '../main/documents/documents.js'
import { Originals } from '../main/documents/originals.js'
import { EngineQueue } from '../main/engine/engine-queue.js'
import { openTestStore } from '../main/testing/test-store.js'
import { EngineInProcess } from './engine-in-process.js'
import { readText, texts } from './texts.js'

// A model that was trained on nothing of Parley, on the app's own engine. Short replies keep it cheap.

const addon = addonPath()
let folder: string
let engine: EngineInProcess
beforeAll(async () => {
  folder = await fetchSmallModel()
  engine = await EngineInProcess.open({ addon, folder })
}, 600_000)

const questions = [
  'My sister visits me in April. Name one thing that we could cook together.',
  'She eats no meat. Does that change your answer? Say it in one sentence.',
  'And what could we drink with it, if neither of us likes wine or beer?',
  'Thank you. Now tell me in one sentence what we eat and drink.',
]

/** Asks the questions one after another. Returns each answer with the tokens of its prompt that were in the cache. */
async function chat(engine: EngineInProcess) {
  const messages: PromptMessage[] = []
  const turns: { readonly answer: string; readonly cachedTokens: number; readonly promptTokens: number }[] = []
  for (const question of questions) {
    messages.push({ role: 'user', text: question })
    const request = { messages, effort: 'medium', date: '2026-11-30', temperature: 0, seed: 0, maxTokens: 20 } as const
    let answer = ''
    for await (const event of engine.generate(request, new AbortController().signal)) {
      if (event.type === 'text') answer += event.text
      if (event.type === 'end') turns.push({ answer, ...event })
    }
    messages.push({ role: 'assistant', text: answer })
  }
  return turns
}

test('a chat of four turns finds each earlier turn in the cache, and its replies are those without a cache', async () => {
  const warm = await chat(engine)
  const cold = await chat(await EngineInProcess.open({ addon, folder, cacheBytes: 0 }))

  expect(warm.map(({ answer }) => answer)).toEqual(cold.map(({ answer }) => answer))
  for (const { answer } of warm) expect(answer).toMatch(/\p{L}{3}/u)
  expect(cold.map(({ cachedTokens }) => cachedTokens)).toEqual([0, 0, 0, 0])
  for (const [index, { cachedTokens }] of warm.slice(1).entries()) {
    // What the turn before it read is there, except the opening of the reply and what came after the last boundary.
    const before = warm[index]
    expect(cachedTokens).toBeGreaterThan(before?.cachedTokens ?? 0)
    expect(cachedTokens).toBeGreaterThan((before?.promptTokens ?? 0) - 16)
  }
}, 600_000)

test('a document of three pages is summarised with points that the model made on every page', async () => {
  const { store, remove } = openTestStore()
  const folder = mkdtempSync(join(tmpdir(), 'parley-small-'))
  const documents = await new Promise<ReturnType<typeof createDocuments>>((resolve, reject) => {
    const created = createDocuments({
      store,
      engine: engine.withContext(700),
      queue: new EngineQueue(),
      reader: { read: async () => readText(texts.lease.map(([first]) => [first])) },
      originals: new Originals(folder),
      settings: () => ({ ocrLanguages: ['eng'], keepsOriginals: true }),
      onMessage: () => {},
      onDocument: () => {},
      onSent: () => {},
      onRemoved: () => {},
      onJob: ({ state, error }) => {
        if (state === 'failed') reject(new Error(error?.message))
        if (state === 'done') resolve(created)
      },
    })
    void created
      .addFiles(null, [{ name: 'Letter.txt', bytes: new Uint8Array(1), size: 1 }])
      .then(() => created.summarise(null))
  })
  const [conversation] = store.conversations.list()
  const [job] = documents.jobsOf(conversation?.id ?? '')
  await documents.stop()
  remove()
  rmSync(folder, { recursive: true })

  expect(job?.account).toMatch(/^All 3 pages were read, in \d parts?\. The summary uses .* notes; /)
  expect(job?.account).not.toContain('made no note')
  expect(job?.summary.map(({ page }) => page)).toEqual(expect.arrayContaining([1, 2, 3]))
}, 600_000)
