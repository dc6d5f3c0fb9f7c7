import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AssistantMessage, DocumentView, Message } from '../../../contract/chat.js'
import { initialSettings } from '../../../contract/settings.js'
import { readFailureError } from '../documents/document-kind.js'
import { fileOf } from '../testing/documents-app.js'
import { TestApp, untilCancelled } from '../testing/test-app.js'
import { goodReader, hangingReader, textOf } from '../testing/test-document.js'
import { chooseViews, documentBudget, placedDocuments } from './document-views.js'
import { promptMessagesOf } from './prompt.js'

const base = { conversationId: 'c', parentId: null }
const question = (id: string, text: string, ...documentIds: readonly string[]): Message => ({
  ...base,
  role: 'user',
  id,
  text,
  ...(documentIds.length > 0 && { documentIds }),
})
const summary = (id: string, jobId: string): Message => ({ ...base, role: 'document', id, jobId })
const placeOf = (messageId: string, documentId: string) => ({ messageId, documentId })
const documentOf = (jobId: string) => (jobId.startsWith('job of ') ? jobId.slice(7) : undefined)

describe('where documents stand', () => {
  test('each stands once, with the first message that says something about it', () => {
    const path = [
      question('request', '', 'a', 'b'),
      summary('summary of a', 'job of a'),
      question('q1', 'Compare them.', 'c', 'a', 'd'),
      summary('again', 'job of a'),
      question('q2', 'And now?', 'd', 'c', 'e'),
      summary('lost', 'another'),
      question('q3', 'Thanks.'),
    ]
    expect(placedDocuments(path, documentOf)).toEqual([
      placeOf('summary of a', 'a'),
      placeOf('q1', 'c'),
      placeOf('q1', 'd'),
      placeOf('q2', 'e'),
    ])
  })

  test('in a conversation without documents there are none', () => {
    expect(placedDocuments([question('q', 'Hello')], documentOf)).toEqual([])
  })
})

describe('what a reply sees of documents', () => {
  const viewsOf = (sizes: readonly number[], budget: number) => {
    const placed = sizes.map((_, index) => placeOf('q', String(index)))
    return chooseViews(placed, (id) => sizes[Number(id)] ?? 0, budget)
  }

  test.each([
    [[100, 200, 300], 1_000, ['whole', 'whole', 'whole']],
    [[100, 200, 300], 500, ['summary', 'whole', 'whole']],
    [[100, 200, 300], 300, ['summary', 'summary', 'whole']],
    [[100, 200, 301], 300, ['whole', 'whole', 'summary']],
    [[0, 1], 0, ['whole', 'summary']],
    [[], 100, []],
  ] as const)('documents of %j tokens and a budget of %i: %j', (sizes, budget, expected) => {
    expect(viewsOf(sizes, budget).map(({ view }) => view)).toEqual(expected)
  })

  test('those that are whole fit into the budget, and none is a summary that would fit behind the newer ones', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 8 }), fc.nat({ max: 1_000 }), (sizes, budget) => {
        const views = viewsOf(sizes, budget)
        expect(views.map(({ documentId }) => documentId)).toEqual(sizes.map((_, index) => String(index)))
        let used = 0
        for (const { documentId, view } of views.toReversed()) {
          const tokens = sizes[Number(documentId)] ?? 0
          expect(view).toBe(used + tokens <= budget ? 'whole' : 'summary')
          if (view === 'whole') used += tokens
        }
        expect(used).toBeLessThanOrEqual(budget)
      }),
    )
  })

  test('the budget is half of the context', () => {
    expect([documentBudget(131_072), documentBudget(2_049)]).toEqual([65_536, 1_024])
  })
})

describe('the prompt', () => {
  const told = {
    summaryOf: (jobId: string) => (jobId === 'done' ? { name: 'a.md', text: '- One.' } : undefined),
    textOf: ({ documentId, view }: DocumentView) => (view === 'whole' ? `<${documentId}>` : undefined),
  }
  const whole = (messageId: string, documentId: string): DocumentView => ({ messageId, documentId, view: 'whole' })
  const messagesOf = (message: Message, ...views: readonly DocumentView[]) => promptMessagesOf(message, told, views)

  test('has a question behind its documents, and nothing of other messages’', () => {
    expect(messagesOf(question('q', 'What?', 'a', 'b'), whole('q', 'a'), whole('q', 'b'), whole('p', 'c'))).toEqual([
      { role: 'user', text: '<a>\n\n<b>\n\nWhat?' },
    ])
    expect(messagesOf(question('q', 'What?', 'a'), { ...whole('q', 'a'), view: 'summary' })).toEqual([
      { role: 'user', text: 'What?' },
    ])
  })

  test('has nothing of a message that only asks for summaries', () => {
    expect(messagesOf(question('q', '', 'a'), whole('q', 'a'))).toEqual([])
  })

  test('has a summary as a request, behind the document where that is whole, and an answer', () => {
    const answer = { role: 'assistant', text: '- One.' }
    expect(messagesOf(summary('s', 'done'))).toEqual([{ role: 'user', text: 'Summarise the document a.md.' }, answer])
    expect(messagesOf(summary('s', 'done'), whole('s', 'a'))).toEqual([
      { role: 'user', text: '<a>\n\nSummarise the document a.md.' },
      answer,
    ])
  })

  test('has the document alone while there is no summary, and nothing without both', () => {
    expect(messagesOf(summary('s', 'running'), whole('s', 'a'))).toEqual([{ role: 'user', text: '<a>' }])
    expect(messagesOf(summary('s', 'running'))).toEqual([])
  })
})

describe('a reply', () => {
  let app: TestApp
  beforeEach(() => {
    app = new TestApp()
  })
  afterEach(async () => {
    await app.documents.stop()
    app.remove()
  })

  const attach = async (conversationId: string | null, name: string, number = 0) => {
    await app.documents.addFiles(conversationId, [fileOf(name, number)])
    return app.documents.documentsOf(conversationId).at(-1)?.id ?? ''
  }
  /** Every document has this text. */
  const readAs = (...passages: readonly string[]) => {
    app.reader = { read: async () => textOf(...passages) }
  }
  const viewsOf = (reply: AssistantMessage) => reply.recipe?.told.documents
  const views = (reply: AssistantMessage) => viewsOf(reply)?.map(({ documentId, view }) => [documentId, view])

  test('sees the document that its question was sent with, as the prompt words say, and later ones see it there', async () => {
    readAs('The ferry leaves at nine.', 'It is full.')
    const id = await attach(null, 'Ferry.md')
    const first = await app.ask(null, 'When does it leave?')
    const block =
      'The document Ferry.md:\n<text>\n[p. 1:1]\nThe ferry leaves at nine.\n\n[p. 1:2]\nIt is full.\n</text>'
    expect(app.told).toEqual([`${block}\n\nWhen does it leave?`])
    expect(viewsOf(first)).toEqual([{ messageId: first.parentId, documentId: id, view: 'whole' }])
    const second = await app.ask(first.conversationId, 'Is it full?')
    expect(app.told).toEqual([`${block}\n\nWhen does it leave?`, 'Hello.', 'Is it full?'])
    expect(viewsOf(second)).toEqual(viewsOf(first))
  })

  test('sees a document once that was sent twice', async () => {
    readAs('The ferry leaves at nine.')
    await attach(null, 'Ferry.md')
    const { conversationId } = await app.ask(null, 'When does it leave?')
    await attach(conversationId, 'Ferry.md')
    const second = await app.ask(conversationId, 'Are you sure?')
    expect(app.store.messages.get(second.parentId ?? '')).toHaveProperty('documentIds')
    expect(app.told.join('\n').split('leaves at nine').length - 1).toBe(1)
    expect(viewsOf(second)).toHaveLength(1)
  })

  test('sees the newest documents whole, as far as they fit into half of the context', async () => {
    readAs('word '.repeat(480)) // about 600 tokens of the 1,024 that documents may have
    const a = await attach(null, 'a.md', 1)
    const first = await app.ask(null, 'What?')
    const b = await attach(first.conversationId, 'b.md', 2)
    const second = await app.ask(first.conversationId, 'And this?')
    expect([views(first), views(second)]).toEqual([
      [[a, 'whole']],
      [
        [a, 'summary'],
        [b, 'whole'],
      ],
    ])
    expect(app.told[0]).toBe('What?')
    expect(app.told[2]).toMatch(/^The document b\.md:/)
    // The first reply's prompt stays as it was.
    expect(app.replies.requestOf(app.store.messages.get(first.id) as AssistantMessage)).toEqual(app.requests[0])
  })

  test('that is repeated sees the same, also when the context is another one by then', async () => {
    readAs('word '.repeat(480))
    await attach(null, 'a.md')
    const first = await app.ask(null, 'What?')
    const request = app.requests.at(-1)
    app.model = { ...app.model, contextLength: 512 }
    app.replies.repeat(first.id)
    await app.runs.finished(first.conversationId)
    expect(app.requests.at(-1)).toEqual(request)
    expect(viewsOf(app.last(first.conversationId))).toEqual(viewsOf(first))
    app.replies.regenerate(first.id, { temperature: 0 })
    await app.runs.finished(first.conversationId)
    expect(views(app.last(first.conversationId))).toEqual([[expect.any(String), 'summary']])
    expect(app.told).toEqual(['What?'])
  })

  test('waits for a document that is being read, and holds nobody up meanwhile', async () => {
    let go = () => {}
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    app.reader = {
      read: async (source, signal) => {
        await gate
        return goodReader.read(source, signal)
      },
    }
    await attach(null, 'slow.md')
    const { conversationId } = app.replies.send(null, 'What does it say?')
    const other = await app.ask(null, 'Hello')
    expect(other.state).toBe('done')
    expect([app.running(conversationId).state, app.queue.entries, app.requests]).toEqual([
      'waiting',
      [],
      [expect.anything()],
    ])
    go()
    await app.runs.finished(conversationId)
    expect(app.last(conversationId).state).toBe('done')
    expect(app.told[0]).toContain('Fact 3.5 stands here.')
  })

  test('that waits for a document stops when the user stops it; the reading goes on', async () => {
    app.reader = hangingReader
    const id = await attach(null, 'slow.md')
    const { conversationId } = app.replies.send(null, 'What does it say?')
    await app.until(() => app.documents.document(id).state === 'reading')
    await app.runs.stop(conversationId)
    expect(app.last(conversationId)).toMatchObject({ state: 'stopped', text: '' })
    expect(viewsOf(app.last(conversationId))).toBeUndefined()
    expect([app.requests, app.documents.document(id).state]).toEqual([[], 'reading'])
  })

  test('fails with the sentence of a document that could not be read, and works when that is read again', async () => {
    app.reader = { read: () => Promise.reject(readFailureError('document-encrypted', 'pdf')) }
    const id = await attach(null, 'locked.pdf')
    const failed = await app.ask(null, 'What does it say?')
    expect(failed).toMatchObject({
      state: 'failed',
      error: {
        code: 'document-encrypted',
        message: 'locked.pdf: This file needs a password. Save it without one and add it again.',
      },
    })
    expect(app.requests).toEqual([])
    app.reader = goodReader
    app.documents.readAgain(id)
    app.replies.regenerate(failed.id)
    await app.runs.finished(failed.conversationId)
    const done = app.last(failed.conversationId)
    expect([done.state, views(done)]).toEqual(['done', [[id, 'whole']]])
  })

  test('without documents writes nothing more, waits for no model before its turn, and keeps its recipe', async () => {
    const { setDocumentViews } = app.store.messages
    let writes = 0
    Object.assign(app.store.messages, {
      setDocumentViews: (...args: Parameters<typeof setDocumentViews>) => {
        writes++
        setDocumentViews(...args)
      },
    })
    let isReady = 0
    const { ready } = app.engine
    Object.assign(app.engine, {
      ready: (signal: AbortSignal) => {
        isReady++
        return ready(signal)
      },
    })
    const reply = await app.ask(null, 'Hello')
    expect([writes, isReady, app.counted]).toEqual([0, 1, []])
    expect(reply.recipe?.told).not.toHaveProperty('documents')
    await attach(reply.conversationId, 'a.md')
    await app.ask(reply.conversationId, 'And this?')
    expect(writes).toBe(1)
  })

  test('of before documents were told whole is repeated without them', async () => {
    readAs('The ferry leaves at nine.')
    await attach(null, 'Ferry.md')
    const reply = await app.ask(null, 'When?')
    const told = { ...reply.recipe?.told, documents: [] }
    const old = app.store.messages.addVersion(reply.id, 'Test', { ...reply.recipe, told } as typeof reply.recipe)
    app.store.messages.finishReply(old.id, { state: 'done' })
    app.replies.repeat(old.id)
    await app.runs.finished(reply.conversationId)
    expect(app.told).toEqual(['When?'])
  })

  test('sees nothing of what a cut left out; a document of before the cut is gone with it', async () => {
    readAs('The ferry leaves at nine.')
    await attach(null, 'Ferry.md')
    const first = await app.ask(null, 'When?')
    app.store.cuts.add(first.conversationId, first.id, 'dropped')
    const second = await app.ask(first.conversationId, 'And then?')
    expect(app.told).toEqual(['And then?'])
    expect(viewsOf(second)).toBeUndefined()
  })

  test('keeps the summary and the document of a summary message, once', async () => {
    readAs('The ferry leaves at nine.')
    await attach(null, 'Ferry.md')
    const { conversationId } = app.documents.summarise(null)
    await app.until(() => app.documents.jobsOf(conversationId)[0]?.state === 'done')
    const reply = await app.ask(conversationId, 'When?')
    const path = app.store.messages.path(conversationId)
    expect(viewsOf(reply)).toEqual([{ messageId: path[1]?.id, documentId: expect.any(String), view: 'whole' }])
    expect(app.told).toEqual([
      expect.stringMatching(/^The document Ferry\.md:\n<text>\n.*<\/text>\n\nSummarise the document Ferry\.md\.$/s),
      expect.stringMatching(/^- /),
      'When?',
    ])
  })

  test('that begins without the documents being counted waits for them; Stop ends that, too', async () => {
    readAs('One.')
    await attach(null, 'a.md')
    app.script = untilCancelled([])
    const { conversationId } = app.replies.send(null, 'What?')
    await app.until(() => app.requests.length === 1)
    await app.runs.stop(conversationId)
    expect(app.last(conversationId).state).toBe('stopped')
    expect(viewsOf(app.last(conversationId))).toHaveLength(1)
  })
})

describe('the count of the context', () => {
  let app: TestApp
  beforeEach(() => {
    app = new TestApp()
  })
  afterEach(async () => {
    await app.documents.stop()
    app.remove()
  })
  const countOf = async (conversationId: string | null, documentIds: readonly string[]) =>
    (
      await app.meter.countPrompt({
        path: conversationId === null ? [] : app.runs.path(conversationId),
        cuts: [],
        settings: initialSettings.defaults,
        draft: '',
        documentIds,
      })
    )?.count.pieces

  test('has the documents in the composer once they are read, and those of messages, as the prompt will', async () => {
    await app.documents.addFiles(null, [fileOf('a.md')])
    const [document] = app.documents.documentsOf(null)
    const ids = [document?.id ?? '']
    await app.until(() => app.documents.document(ids[0] ?? '').state === 'read')
    app.reader = hangingReader
    const attached = await countOf(null, ids)
    expect(attached?.draft).toBeGreaterThan(400)
    expect((await countOf(null, []))?.draft).toBe(0)
    const { conversationId } = await app.ask(null, 'What?')
    const sent = await countOf(conversationId, [])
    expect(sent).toMatchObject({ draft: 0 })
    expect(sent?.documents).toBeGreaterThanOrEqual(attached?.draft ?? 0)
    await app.documents.addFiles(conversationId, [fileOf('slow.md', 1)])
    const unread = app.documents.documentsOf(conversationId).at(-1)?.id ?? ''
    expect(await countOf(conversationId, [unread])).toEqual(await countOf(conversationId, []))
  })
})
