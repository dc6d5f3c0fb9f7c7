import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DocumentMessage } from '../../../contract/chat.js'
import type { DocumentJob, JobState } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import { initialSettings } from '../../../contract/settings.js'
import { EngineQueue } from '../engine/engine-queue.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/store.js'
import { type Answer, copyFirsts, FakeEngine, kindOfStep, untilAborted } from '../testing/fake-engine.js'
import { goodReader, hangingReader, pages } from '../testing/test-document.js'
import { readFailureError } from './document-kind.js'
import { createDocuments, type Documents } from './documents.js'
import type { Reader } from './reader.js'
import { summaryAsText } from './summary/summary-text.js'

const bytes = new Uint8Array(5_000)
const file = { name: 'Harbour report.md', bytes }

let folder: string
let store: Store
let cleanups: (() => Promise<void> | void)[]
let engine: FakeEngine
let reader: Reader
let documents: Documents
let messages: DocumentMessage[]
let changes: DocumentJob[]
let waiters: (() => void)[]

function open(): Documents {
  const own = store
  const opened = createDocuments({
    store,
    engine,
    queue: new EngineQueue(),
    reader: { read: (request, signal) => reader.read(request, signal) },
    onMessage: (message) => messages.push(message),
    onJob: (job) => {
      if (own !== store) return // from an app that was killed
      changes.push(job)
      for (const wake of waiters.splice(0)) wake()
    },
  })
  cleanups.unshift(() => opened.stop())
  return opened
}

function openFolder(): void {
  const opened = openStore(folder)
  store = opened
  cleanups.unshift(() => opened.close())
}

/** Starts the app again with the files that a kill at this moment would cleanups. */
function killAndOpenAgain(): void {
  const killed = folder
  folder = `${killed}-again`
  cpSync(killed, folder, { recursive: true })
  changes = []
  openFolder()
  engine = new FakeEngine()
  documents = open()
  documents.start()
}

async function until(matches: (job: DocumentJob) => boolean, id?: string): Promise<DocumentJob> {
  while (true) {
    const job = changes.findLast((other) => id === undefined || other.id === id)
    if (job && matches(job)) return job
    await new Promise<void>((resolve) => waiters.push(resolve))
  }
}

const inState = (state: JobState, id?: string) => until((job) => job.state === state, id)
const add = async () => {
  const { conversationId } = await documents.addFiles(null, [file])
  return documents.jobsOf(conversationId ?? '')[0]?.id ?? ''
}

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'parley-documents-'))
  folder = join(root, 'home')
  cleanups = [() => rmSync(root, { recursive: true })]
  engine = new FakeEngine()
  reader = goodReader
  messages = []
  changes = []
  waiters = []
  openFolder()
  documents = open()
})

afterEach(async () => {
  for (const step of cleanups) await step()
})

describe('adding', () => {
  test('a conversation created for a document has its settings before the document is added', async () => {
    const { defaults } = initialSettings
    const settings = { ...defaults, instructions: 'Be brief.' }
    const added: unknown[] = []
    const { addDocument } = store.messages
    Object.assign(store.messages, {
      addDocument: (...args: Parameters<typeof addDocument>) => {
        added.push(store.conversations.settings(args[0]))
        return addDocument(...args)
      },
    })
    const { conversationId } = await documents.addFiles(null, [file], settings)
    expect(added).toEqual([settings])
    expect(store.conversations.settings(conversationId ?? '')).toEqual(settings)
  })

  test('a dropped file creates a conversation with its name and is accepted only when it is stored', async () => {
    reader = hangingReader
    const { conversationId, refused } = await documents.addFiles(null, [file])
    killAndOpenAgain()
    expect(refused).toEqual([])
    expect(store.conversations.list()[0]).toMatchObject({ id: conversationId, title: 'Harbour report' })
    const [message] = store.messages.path(conversationId ?? '')
    expect(message).toEqual(messages[0])
    expect(store.jobs.original(messages[0]?.jobId ?? '')).toHaveLength(bytes.length)
  })

  test('refused files are listed with the reason, the others are added, and without any no conversation is created', async () => {
    const bad = [
      { name: 'letter.doc', bytes },
      { name: 'empty.txt', bytes: new Uint8Array(0) },
      { name: 'big.txt', bytes: new Uint8Array(0), size: 150_000_000 },
    ]
    const none = await documents.addFiles(null, bad)
    expect(none.conversationId).toBeNull()
    expect(none.refused.map(({ message }) => message)).toEqual([
      expect.stringMatching(/Word/),
      expect.stringMatching(/empty/),
      expect.stringMatching(/150 MB/),
    ])
    expect(store.conversations.list()).toEqual([])
    const some = await documents.addFiles(null, [...bad, file])
    expect(documents.jobsOf(some.conversationId ?? '').map(({ name }) => name)).toEqual([file.name])
    const adding = documents.addFiles(some.conversationId, [file, file]) // the second waits for a turn of the loop
    expect(documents.jobsOf(some.conversationId ?? '')).toHaveLength(2)
    expect(documents.jobsOf((await adding).conversationId ?? '')).toHaveLength(3)
  })

  test('a file that is not text fails with a message, even while another job is running', async () => {
    reader = {
      read: (source, signal) =>
        source.size === 1
          ? Promise.reject(readFailureError('document-unreadable', 'text'))
          : goodReader.read(source, signal),
    }
    engine.answer = (_, signal) => untilAborted(signal)
    const { conversationId } = await documents.addFiles(null, [file, { name: 'picture.txt', bytes: new Uint8Array(1) }])
    const second = documents.jobsOf(conversationId ?? '')[1]?.id ?? ''
    expect((await inState('failed', second)).error).toMatchObject({ code: 'document-unreadable' })
  })
})

describe('a summary', () => {
  test('reads every passage, merges the notes, and says what was read', async () => {
    const id = await add()
    const job = await inState('done', id)
    const asked = engine.requests.filter((request) => kindOfStep(request) === 'notes')
    expect(asked).toHaveLength(job.parts.total)
    for (const { passages } of pages) {
      for (const passage of passages)
        expect(asked.filter(({ messages: [m] }) => m?.text.includes(passage))).toHaveLength(1)
    }
    expect(job.parts.total).toBeGreaterThan(2)
    expect(job.merges).toEqual({ done: job.merges.total, total: expect.any(Number) })
    expect(job.account).toBe(
      `All 3 pages were read, in ${job.parts.total} parts. The summary uses 12 of 15 notes; ` +
        'all 12 points are supported by their passage.',
    )
    expect(job.pages).toEqual(['read', 'read', 'read'])
    expect(job.remarks).toEqual(['3 hidden characters were removed.'])
    for (const { text, page, passage, isQuote } of job.summary) {
      expect(text).toBe(`Fact ${page}.${passage} stands here.`)
      expect(isQuote).toBe(true)
    }
    expect(store.jobs.original(id)).toBeUndefined()
    expect(summaryAsText(job)).toMatch(/^- Fact 1\.1 stands here\. \(p\. 1\)/)
  })

  test('consists of the notes when the text fits one prompt, without a merge', async () => {
    engine = new FakeEngine(131_072)
    const few = pages.map(({ passages }) => ({ passages: passages.slice(0, 3), status: 'read' as const }))
    reader = {
      read: async ({ kind }) => ({
        kind,
        encoding: 'utf-8',
        pages: few,
        removedCharacters: 0,
        omitted: [],
        problems: [],
      }),
    }
    documents = open()
    await add()
    const job = await inState('done')
    expect(engine.requests).toHaveLength(1)
    expect(job.merges.total).toBe(0)
    expect(job.summary).toHaveLength(9)
  })

  test('uses the exact prompt words that the demo model was trained on, at low effort and temperature 0', async () => {
    engine = new FakeEngine(131_072, true)
    documents = open()
    await add()
    await inState('done')
    expect(engine.requests[0]).toMatchObject({ effort: 'low', temperature: 0, seed: 0 })
    expect(engine.requests[0]?.messages).toEqual([
      {
        role: 'user',
        text: expect.stringMatching(
          /^<text>\n\[p\. 1:1\]\nFact 1\.1.*\n\n\[p\. 1:2\]\nFact.*\n<\/text>\n\nSummarise this part of a document\. .*\n- \[p\. 1:1\] …$/s,
        ),
      },
    ])
  })

  test('without a usable note the first sentence of the part is used, and the account says so', async () => {
    engine.answer = (request, signal) =>
      kindOfStep(request) === 'notes' && request.messages[0]?.text.includes('Fact 1.1')
        ? 'I cannot do that.'
        : copyFirsts(request, signal)
    await add()
    const job = await inState('done')
    expect(job.account).toMatch(/The model made no note on 1 part; its first sentence is used instead\.$/)
    expect(job.summary[0]?.text).toBe('Fact 1.1 stands here.')
  })

  test('a failed merge keeps the first note of each part, and the account says so', async () => {
    engine.answer = (request, signal) => (kindOfStep(request) === 'merge' ? '' : copyFirsts(request, signal))
    await add()
    const job = await inState('done')
    expect(job.summary.length).toBeGreaterThan(0)
    expect(job.account).toMatch(/could not combine the notes/)
  })

  test('a merge that loses most of its parts counts as failed', async () => {
    engine.answer = (request, signal) => {
      const answer = copyFirsts(request, signal) as string
      return kindOfStep(request) === 'merge' ? (answer.split('\n')[0] ?? '') : answer
    }
    await add()
    const job = await inState('done')
    expect(job.summary.map(({ page }) => page)).toContain(3)
    expect(job.account).toMatch(/could not combine the notes/)
  })

  test('the remaining time is estimated from measured steps, and not before the first one', async () => {
    await add()
    await inState('done')
    const running = changes.filter(({ state }) => state === 'running')
    expect(running.find(({ parts }) => parts.done === 0)?.remainingMs).toBeUndefined()
    expect(running.find(({ parts }) => parts.done === 1)?.remainingMs).toBeGreaterThanOrEqual(0)
  })
})

describe('interrupted', () => {
  /** Replies to `steps` prompts and then never returns. */
  const hangAfter = (steps: number): Answer => {
    let count = 0
    return (request, signal) => (count++ < steps ? copyFirsts(request, signal) : untilAborted(signal))
  }
  const partsDone = (done: number) => until(({ parts }) => parts.done === done)

  test('a pause keeps finished steps; resuming does the rest and repeats none', async () => {
    engine.answer = hangAfter(2)
    const id = await add()
    await partsDone(2)
    await documents.pause(id)
    expect(documents.job(id)).toMatchObject({ state: 'paused', parts: { done: 2 } })
    expect(documents.isBusy).toBe(false)
    engine.requests.length = 0
    engine.answer = copyFirsts
    await documents.resume(id)
    const job = await inState('done', id)
    const notes = engine.requests.filter((request) => kindOfStep(request) === 'notes')
    expect(notes).toHaveLength(job.parts.total - 2)
    expect(job.account).toMatch(`All 3 pages were read, in ${job.parts.total} parts.`)
  })

  test.each([0, 1, 14, 15, 16])(
    'a kill after %i steps loses none of them, and the job resumes by itself',
    async (steps) => {
      engine.answer = hangAfter(steps)
      const first = engine
      const id = await add()
      await until(({ parts, merges }) => parts.total > 0 && parts.done + merges.done === steps)
      killAndOpenAgain()
      const job = await inState('done', id)
      const total = job.parts.total + job.merges.total
      expect(first.requests.length).toBeLessThanOrEqual(steps + 1)
      expect(engine.requests).toHaveLength(total - steps)
      expect(job.summary.length).toBeGreaterThan(0)
    },
  )

  test('after a kill during reading the text is read again from the stored bytes', async () => {
    reader = hangingReader
    const id = await add()
    await inState('reading', id)
    reader = goodReader
    killAndOpenAgain()
    expect((await inState('done', id)).account).toMatch(/^All 3 pages were read/)
  })

  test('a paused job stays paused after a restart, and jobs in the trash do not resume', async () => {
    engine.answer = hangAfter(1)
    const id = await add()
    await partsDone(1)
    await documents.pause(id)
    const trashed = await add()
    store.conversations.trash(documents.job(trashed).conversationId)
    killAndOpenAgain()
    expect(documents.isBusy).toBe(false)
    expect(documents.job(id).state).toBe('paused')
  })

  test('when the engine dies in a step, only that step is retried', async () => {
    let deaths = 0
    engine.answer = (request, signal) => {
      if (engine.requests.length === 2 && deaths++ === 0) engine.die()
      return copyFirsts(request, signal)
    }
    await add()
    const job = await inState('done')
    expect(engine.requests).toHaveLength(job.parts.total + job.merges.total + 1)
  })

  test('when the engine dies three times in one step, the job fails with a message, keeps its notes, and can be resumed', async () => {
    engine.answer = (request, signal) => (engine.requests.length > 1 ? engine.die() : copyFirsts(request, signal))
    const id = await add()
    const failed = await inState('failed', id)
    expect(failed.error).toMatchObject({ code: 'engine-gone', message: expect.stringMatching(/3 times/) })
    expect(failed.parts.done).toBe(1)
    engine.answer = copyFirsts
    await documents.resume(id)
    expect((await inState('done', id)).error).toBeUndefined()
  })

  test('a permanent failure of the engine fails the job with the same message', async () => {
    engine.setStatus({ state: 'failed', code: 'model-missing', message: 'There is no model.' })
    const id = await add()
    expect((await inState('failed', id)).error).toEqual({ code: 'model-missing', message: 'There is no model.' })
  })

  test('after resuming with a smaller context the rest is planned in smaller parts', async () => {
    engine.answer = hangAfter(1)
    const id = await add()
    const before = await partsDone(1)
    await documents.pause(id)
    engine = new FakeEngine(150)
    documents = open()
    await documents.resume(id)
    const job = await inState('done', id)
    expect(job.parts.total).toBeGreaterThan(before.parts.total)
    expect(job.pages).toEqual(['read', 'read', 'read'])
  })

  test('a full disk fails the job in the window, and the next start resumes it', async () => {
    const { jobs } = store
    const full = () => {
      throw new AppError('disk-full', 'The disk is full.')
    }
    engine.answer = hangAfter(1)
    const id = await add()
    await partsDone(1)
    await documents.stop()
    Object.assign(jobs, { fail: full, steps: { ...jobs.steps, finishPart: full } })
    engine.answer = copyFirsts
    documents.start()
    expect((await inState('failed', id)).error).toEqual({ code: 'disk-full', message: 'The disk is full.' })
    killAndOpenAgain()
    expect((await inState('done', id)).parts.done).toBeGreaterThan(1)
  })
})

test('readPage returns the passages of a page and refuses a page that does not exist', async () => {
  const id = await add()
  await inState('done', id)
  expect(documents.readPage(id, 2)).toEqual({ jobId: id, page: 2, passages: pages[1]?.passages })
  expect(() => documents.readPage(id, 4)).toThrow('no such page')
})
