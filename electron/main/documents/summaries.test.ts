import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../contract/errors.js'
import { summaryAsText } from '../../../contract/summary-text.js'
import { DocumentsApp, reportFile } from '../testing/documents-app.js'
import { type Answer, copyFirsts, FakeEngine, kindOfStep, untilAborted } from '../testing/fake-engine.js'
import { goodReader, hangingReader, pages } from '../testing/test-document.js'
import { readFailureError } from './document-kind.js'

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
})
afterEach(() => app.close())

describe('a summary', () => {
  test('reads every passage, merges the notes, and says what was read', async () => {
    const id = await app.summarise()
    const job = await app.jobIn('done', id)
    const asked = app.engine.requests.filter((request) => kindOfStep(request) === 'notes')
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
    expect(app.documents.document(job.documentId).remarks).toEqual(['3 hidden characters were removed.'])
    for (const { text, page, passage, isQuote } of job.summary) {
      expect(text).toBe(`Fact ${page}.${passage} stands here.`)
      expect(isQuote).toBe(true)
    }
    expect(summaryAsText(job)).toMatch(/^- Fact 1\.1 stands here\. \(p\. 1\)/)
  })

  test('consists of the notes when the text fits one prompt, without a merge', async () => {
    app.engine = new FakeEngine(131_072)
    const few = pages.map(({ passages }) => ({ passages: passages.slice(0, 3), status: 'read' as const }))
    app.reader = {
      read: async ({ kind }) => ({
        kind,
        encoding: 'utf-8',
        pages: few,
        removedCharacters: 0,
        omitted: [],
        problems: [],
      }),
    }
    app.open()
    await app.summarise()
    const job = await app.jobIn('done')
    expect(app.engine.requests).toHaveLength(1)
    expect(job.merges.total).toBe(0)
    expect(job.summary).toHaveLength(9)
  })

  test('uses the exact prompt words that the demo model was trained on, at low effort and temperature 0', async () => {
    app.engine = new FakeEngine(131_072, true)
    app.open()
    await app.summarise()
    await app.jobIn('done')
    expect(app.engine.requests[0]).toMatchObject({ effort: 'low', temperature: 0, seed: 0 })
    expect(app.engine.requests[0]?.messages).toEqual([
      {
        role: 'user',
        text: expect.stringMatching(
          /^<text>\n\[p\. 1:1\]\nFact 1\.1.*\n\n\[p\. 1:2\]\nFact.*\n<\/text>\n\nSummarise this part of a document\. .*\n- \[p\. 1:1\] …$/s,
        ),
      },
    ])
  })

  test('without a usable note the first sentence of the part is used, and the account says so', async () => {
    app.engine.answer = (request, signal) =>
      kindOfStep(request) === 'notes' && request.messages[0]?.text.includes('Fact 1.1')
        ? 'I cannot do that.'
        : copyFirsts(request, signal)
    await app.summarise()
    const job = await app.jobIn('done')
    expect(job.account).toMatch(/The model made no note on 1 part \(page 1\); its first sentence is used instead\.$/)
    expect(job.summary[0]?.text).toBe('Fact 1.1 stands here.')
  })

  test('a failed merge keeps the first note of each part, and the account says so', async () => {
    app.engine.answer = (request, signal) => (kindOfStep(request) === 'merge' ? '' : copyFirsts(request, signal))
    await app.summarise()
    const job = await app.jobIn('done')
    expect(job.summary.length).toBeGreaterThan(0)
    expect(job.account).toMatch(/could not combine the notes/)
  })

  test('a merge that loses most of its parts counts as failed', async () => {
    app.engine.answer = (request, signal) => {
      const answer = copyFirsts(request, signal) as string
      return kindOfStep(request) === 'merge' ? (answer.split('\n')[0] ?? '') : answer
    }
    await app.summarise()
    const job = await app.jobIn('done')
    expect(job.summary.map(({ page }) => page)).toContain(3)
    expect(job.account).toMatch(/could not combine the notes/)
  })

  test('the remaining time is estimated from measured steps, and not before the first one', async () => {
    await app.summarise()
    await app.jobIn('done')
    const running = app.jobChanges.filter(({ state }) => state === 'running')
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
  const partsDone = (done: number) => app.untilJob(({ parts }) => parts.done === done)

  test('a pause keeps finished steps; resuming does the rest and repeats none', async () => {
    app.engine.answer = hangAfter(2)
    const id = await app.summarise()
    await partsDone(2)
    await app.documents.pause(id)
    expect(app.documents.job(id)).toMatchObject({ state: 'paused', parts: { done: 2 } })
    expect(app.documents.isBusy).toBe(false)
    app.engine.requests.length = 0
    app.engine.answer = copyFirsts
    await app.documents.resume(id)
    const job = await app.jobIn('done', id)
    const notes = app.engine.requests.filter((request) => kindOfStep(request) === 'notes')
    expect(notes).toHaveLength(job.parts.total - 2)
    expect(job.account).toBe(
      `All 3 pages were read, in ${job.parts.total} parts. The summary uses 12 of 15 notes; ` +
        'all 12 points are supported by their passage.',
    )
  })

  test.each([0, 1, 14, 15, 16])(
    'a kill after %i steps loses none of them, and the job resumes by itself',
    async (steps) => {
      app.engine.answer = hangAfter(steps)
      const first = app.engine
      const id = await app.summarise()
      await app.untilJob(({ parts, merges }) => parts.total > 0 && parts.done + merges.done === steps)
      app.killAndOpenAgain()
      const job = await app.jobIn('done', id)
      const total = job.parts.total + job.merges.total
      expect(first.requests.length).toBeLessThanOrEqual(steps + 1)
      expect(app.engine.requests).toHaveLength(total - steps)
      expect(job.summary.length).toBeGreaterThan(0)
    },
  )

  test('after a kill during reading the text is read again from the stored file', async () => {
    app.reader = hangingReader
    const id = await app.summarise()
    await app.documentIn('reading')
    expect(app.documents.job(id)).toMatchObject({ state: 'waiting', pages: [] })
    app.reader = goodReader
    app.killAndOpenAgain()
    expect((await app.jobIn('done', id)).account).toMatch(/^All 3 pages were read/)
  })

  test('a paused job stays paused after a restart, and jobs in the trash do not resume', async () => {
    app.engine.answer = hangAfter(1)
    const id = await app.summarise()
    await partsDone(1)
    await app.documents.pause(id)
    const trashed = await app.summarise()
    app.store.conversations.trash(app.documents.job(trashed).conversationId)
    app.killAndOpenAgain()
    expect(app.documents.isBusy).toBe(false)
    expect(app.documents.job(id).state).toBe('paused')
  })

  test('when the engine dies in a step, only that step is retried', async () => {
    let deaths = 0
    app.engine.answer = (request, signal) => {
      if (app.engine.requests.length === 2 && deaths++ === 0) app.engine.die()
      return copyFirsts(request, signal)
    }
    await app.summarise()
    const job = await app.jobIn('done')
    expect(app.engine.requests).toHaveLength(job.parts.total + job.merges.total + 1)
  })

  test('when the engine dies three times in one step, the job fails with a message, keeps its notes, and can be resumed', async () => {
    app.engine.answer = (request, signal) =>
      app.engine.requests.length > 1 ? app.engine.die() : copyFirsts(request, signal)
    const id = await app.summarise()
    const failed = await app.jobIn('failed', id)
    expect(failed.error).toMatchObject({ code: 'engine-gone', message: expect.stringMatching(/3 times/) })
    expect(failed.parts.done).toBe(1)
    app.engine.answer = copyFirsts
    await app.documents.resume(id)
    expect((await app.jobIn('done', id)).error).toBeUndefined()
  })

  test('a permanent failure of the engine fails the job with the same message', async () => {
    app.engine.setStatus({ state: 'failed', code: 'model-missing', message: 'There is no model.' })
    const id = await app.summarise()
    expect((await app.jobIn('failed', id)).error).toEqual({ code: 'model-missing', message: 'There is no model.' })
  })

  test('after resuming with a smaller context the rest is planned in smaller parts', async () => {
    app.engine.answer = hangAfter(1)
    const id = await app.summarise()
    const before = await partsDone(1)
    await app.documents.pause(id)
    app.engine = new FakeEngine(150)
    app.open()
    await app.documents.resume(id)
    const job = await app.jobIn('done', id)
    expect(job.parts.total).toBeGreaterThan(before.parts.total)
    expect(job.pages).toEqual(['read', 'read', 'read'])
  })

  test('a full disk fails the job in the window, and the next start resumes it', async () => {
    const { jobs } = app.store
    const full = () => {
      throw new AppError('disk-full', 'The disk is full.')
    }
    app.engine.answer = hangAfter(1)
    const id = await app.summarise()
    await partsDone(1)
    await app.documents.stop()
    Object.assign(jobs, { fail: full, steps: { ...jobs.steps, finishPart: full } })
    app.engine.answer = copyFirsts
    app.documents.start()
    expect((await app.jobIn('failed', id)).error).toEqual({ code: 'disk-full', message: 'The disk is full.' })
    app.killAndOpenAgain()
    expect((await app.jobIn('done', id)).parts.done).toBeGreaterThan(1)
  })

  test('stopped and started, the app does the rest of all jobs, and no finished step twice', async () => {
    const first = await app.summarise()
    await app.jobIn('done', first)
    app.engine.answer = hangAfter(3)
    app.engine.requests.length = 0
    const second = await app.summarise()
    const third = await app.summarise()
    await app.untilJob(({ parts }) => parts.done === 3, second)
    await app.documentIn('read', app.documents.job(third).documentId)
    await app.documents.stop()
    expect(app.documents.isBusy).toBe(false)
    const before = app.engine.requests.length
    app.engine.answer = copyFirsts
    app.documents.start()
    const done = [await app.jobIn('done', second), await app.jobIn('done', third)]
    const steps = done.reduce((all, { parts, merges }) => all + parts.total + merges.total, 0)
    expect(app.engine.requests.length - before).toBe(steps - 3)
    expect(app.readings).toBe(3)
    expect(app.documents.job(first).state).toBe('done')
  })
})

describe('a job', () => {
  /** Reads when the test says so. */
  function waitingReader() {
    let go = (_isGood: boolean) => {}
    const gate = new Promise<boolean>((resolve) => {
      go = resolve
    })
    app.reader = {
      read: async (source, signal) => {
        if (!(await gate)) throw readFailureError('document-encrypted', 'pdf')
        return goodReader.read(source, signal)
      },
    }
    return (isGood: boolean) => go(isGood)
  }

  test('waits until its document is read', async () => {
    const read = waitingReader()
    const id = await app.summarise()
    await app.documentIn('reading')
    expect(app.documents.job(id)).toMatchObject({ state: 'waiting', pages: [] })
    expect(app.engine.requests).toEqual([])
    read(true)
    expect((await app.jobIn('done', id)).pages).toEqual(['read', 'read', 'read'])
  })

  test('fails with the reason of its document; resuming reads that again', async () => {
    const read = waitingReader()
    const id = await app.summarise()
    read(false)
    const { error, documentId } = await app.jobIn('failed', id)
    expect(error).toEqual({
      code: 'document-encrypted',
      message: `${reportFile.name}: ${readFailureError('document-encrypted', 'pdf').message}`,
    })
    expect(app.documents.document(documentId).state).toBe('failed')
    app.reader = goodReader
    await app.documents.resume(id)
    expect((await app.jobIn('done', id)).error).toBeUndefined()
    expect(app.documents.document(documentId)).toMatchObject({ state: 'read' })
  })

  test('that waits for its document can be paused and resumed', async () => {
    const read = waitingReader()
    const id = await app.summarise()
    await app.documents.pause(id)
    expect(app.documents.job(id).state).toBe('paused')
    read(true)
    await app.documentIn('read')
    await app.untilIdle()
    expect([app.documents.job(id).state, app.engine.requests]).toEqual(['paused', []])
    await app.documents.resume(id)
    await app.jobIn('done', id)
  })

  test('that is cancelled keeps its notes, does not resume by itself, and goes on when it is resumed', async () => {
    app.engine.answer = (request, signal) =>
      app.engine.requests.length > 2 ? untilAborted(signal) : copyFirsts(request, signal)
    const id = await app.summarise()
    await app.untilJob(({ parts }) => parts.done === 2)
    await app.documents.cancel(id)
    expect(app.jobChanges.at(-1)).toMatchObject({ id, state: 'cancelled', parts: { done: 2 } })
    app.killAndOpenAgain()
    expect([app.documents.isBusy, app.documents.job(id).state]).toEqual([false, 'cancelled'])
    await app.documents.resume(id)
    const { parts, merges } = await app.jobIn('done', id)
    expect(app.engine.requests).toHaveLength(parts.total + merges.total - 2)
  })

  test('that waits its turn can be cancelled, and the one before it goes on', async () => {
    app.engine.answer = (_, signal) => untilAborted(signal)
    const first = await app.summarise()
    const second = await app.summarise()
    await app.jobIn('running', first)
    await app.documents.cancel(second)
    expect([first, second].map((id) => app.documents.job(id).state)).toEqual(['running', 'cancelled'])
  })

  test('that is done stays done when it is paused, resumed or cancelled', async () => {
    const id = await app.summarise()
    const { account } = await app.jobIn('done', id)
    await app.documents.pause(id)
    await app.documents.cancel(id)
    await app.documents.resume(id)
    expect(app.documents.job(id)).toMatchObject({ state: 'done', account })
    expect(app.documents.isBusy).toBe(false)
  })
})

describe('a repeated summary', () => {
  const summaries = (conversationId: string) =>
    app.store.messages.path(conversationId).filter((message) => message.role === 'document')

  test('is another version where the last message is, without reading the document again', async () => {
    const id = await app.summarise()
    const { conversationId, documentId } = await app.jobIn('done', id)
    const [message] = summaries(conversationId)
    app.documents.repeat(message?.id ?? '')
    const [version] = summaries(conversationId)
    expect(summaries(conversationId)).toHaveLength(1)
    expect(version).toMatchObject({ versions: { index: 2, count: 2, previousId: message?.id } })
    expect(app.messages.at(-1)).toEqual(version)
    const again = await app.jobIn('done', version?.jobId)
    expect(again).toMatchObject({ documentId, summary: app.documents.job(id).summary })
    expect(again.id).not.toBe(id)
    expect(app.readings).toBe(1)
  })

  test('comes last when other messages follow the first one, which stays', async () => {
    const id = await app.summarise()
    const { conversationId } = await app.jobIn('done', id)
    app.store.messages.addExchange(conversationId, 'And?', 'tiny')
    const [message] = summaries(conversationId)
    app.documents.repeat(message?.id ?? '')
    const path = app.store.messages.path(conversationId)
    expect(path.map(({ role }) => role)).toEqual(['user', 'document', 'user', 'assistant', 'document'])
    expect(path[1]?.id).toBe(message?.id)
    const last = path.at(-1)
    await app.jobIn('done', last?.role === 'document' ? last.jobId : '')
  })

  test('is refused for a message that is no summary', async () => {
    const id = await app.summarise()
    const [request] = app.store.messages.path(app.documents.job(id).conversationId)
    expect(() => app.documents.repeat(request?.id ?? '')).toThrow(expect.objectContaining({ code: 'refused' }))
  })
})
