import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AssistantMessage, SeenDocument } from '../../../contract/chat.js'
import type { GenerateRequest } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { initialSettings } from '../../../contract/settings.js'
import { readFailureError } from '../documents/document-kind.js'
import { documentInstructions } from '../documents/questions/question-prompt.js'
import { fileOf } from '../testing/documents-app.js'
import { frame, TestApp, untilCancelled } from '../testing/test-app.js'
import { goodReader, hangingReader, textOf } from '../testing/test-document.js'

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
  const views = (reply: AssistantMessage) => viewsOf(reply)?.map(({ documentId, sees }) => [documentId, sees])

  test('sees the document that its question was sent with, as the prompt words say, and later ones see it there', async () => {
    readAs('The ferry leaves at nine.', 'It is full.')
    const id = await attach(null, 'Ferry.md')
    const first = await app.ask(null, 'When does it leave?')
    const block = '<text>\n[p. 1:1]\nThe ferry leaves at nine.\n\n[p. 1:2]\nIt is full.\n</text>'
    const asked = `${block}\n\nAnswer the question from the text. When does it leave?`
    expect(app.told).toEqual([asked])
    expect(app.requests.at(-1)?.instructions).toBe(documentInstructions)
    expect(viewsOf(first)).toEqual([{ messageId: first.parentId, documentId: id, sees: 'whole' }])
    const second = await app.ask(first.conversationId, 'Is it full?')
    expect(app.told).toEqual([asked, 'Hello.', 'Is it full?'])
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

  const ferry = 'The ferry to Skarholm needs 47 minutes.'
  /** About twenty pages of which one has the fact: more than the 1,024 tokens that documents may have. */
  const readLong = (name = 'long.md', number = 0) => {
    const plain = (page: number) => `On page ${page} nobody says anything of note. ${'It rains on. '.repeat(30)}`
    app.reader = {
      read: async () => ({
        ...textOf(),
        pages: Array.from({ length: 20 }, (_, index) => ({
          passages: index === 12 ? [plain(13), ferry] : [plain(index + 1)],
          status: 'read' as const,
        })),
      }),
    }
    return readNow(name, number)
  }
  /** Attaches a document and waits until it is read. */
  const readNow = async (name: string, number = 0) => {
    const id = await attach(null, name, number)
    await app.until(() => app.documents.document(id).state === 'read')
    return id
  }
  /** Any model but the demonstration one is asked for words first. */
  const isSearch = ({ messages }: GenerateRequest) => messages[0]?.text.startsWith('Which words would a text') ?? false

  test('sees the passages of a long document that are found for its question, with the question', async () => {
    const id = await readLong()
    const first = await app.ask(null, 'How many minutes does the ferry need?')
    const [seen] = viewsOf(first) ?? []
    expect(seen).toMatchObject({ documentId: id, messageId: first.parentId, sees: 'passages' })
    expect(seen?.sees === 'passages' && seen.pieces).toContainEqual({
      page: 13,
      passage: 2,
      start: 0,
      end: ferry.length,
    })
    expect(app.told[0]).toContain(`[p. 13:2]\n${ferry}`)
    expect(app.told[0]).toMatch(/Answer the question from the text\. How many minutes does the ferry need\?$/)
    expect(app.requests.filter(isSearch)).toHaveLength(1)
    const second = await app.ask(first.conversationId, 'Who keeps quiet?')
    expect(app.told.slice(0, 2)).toEqual(['How many minutes does the ferry need?', 'Hello.'])
    expect(app.told[2]).toMatch(/^<text>\n\[p\. .*<\/text>\n\nAnswer the question from the text\. Who keeps quiet\?$/s)
    expect(viewsOf(second)?.[0]).toMatchObject({ messageId: second.parentId, sees: 'passages' })
    // The first reply's prompt stays as it was.
    expect(app.replies.requestOf(app.store.messages.get(first.id) as AssistantMessage)).toEqual(
      app.requests.find((request) => !isSearch(request)),
    )
  })

  test('is found by the words of the question before, too', async () => {
    await readLong()
    const first = await app.ask(null, 'How many minutes does the ferry to Skarholm need?')
    const second = await app.ask(first.conversationId, 'And in winter?')
    const [seen] = viewsOf(second) ?? []
    expect(seen?.sees === 'passages' && seen.pieces.map(({ page }) => page)).toContain(13)
  })

  test('asks the demonstration model for no words', async () => {
    app.model = { ...app.model, isDemo: true }
    await readLong()
    await app.ask(null, 'How many minutes does the ferry need?')
    expect(app.requests.filter(isSearch)).toEqual([])
  })

  test('is made without words that the model fails to find; Stop ends the search for them', async () => {
    await readLong()
    const { script } = app
    app.script = (request, signal) => {
      if (isSearch(request)) throw new AppError('unknown', 'No.')
      return script(request, signal)
    }
    const first = await app.ask(null, 'How many minutes does the ferry need?')
    expect(first.state).toBe('done')
    app.script = untilCancelled([])
    app.replies.send(first.conversationId, 'And back?')
    await app.until(() => isSearch(app.requests.at(-1) as GenerateRequest) && app.queue.entries.length === 1)
    await app.runs.stop(first.conversationId)
    expect(app.last(first.conversationId)).toMatchObject({ state: 'stopped', text: '' })
    expect(app.queue.entries).toEqual([])
  })

  test('sees a small document whole beside a long one, each with its number', async () => {
    const long = await readLong()
    readAs('The ferry is painted green.')
    const small = await readNow('small.md', 1)
    const reply = await app.ask(null, 'How many minutes does the ferry need?')
    expect(views(reply)).toEqual([
      [long, 'passages'],
      [small, 'whole'],
    ])
    expect(app.told[0]).toContain(`[1, p. 13:2]\n${ferry}`)
    expect(app.told[0]).toContain('Document 2: small.md\n\n[2, p. 1:1]\nThe ferry is painted green.')
  })

  test('that is repeated or continued sees the same, also when the documents of another would differ', async () => {
    await readLong()
    const first = await app.ask(null, 'How many minutes does the ferry need?')
    const request = app.requests.at(-1)
    app.model = { ...app.model, contextLength: 8_192 }
    app.replies.repeat(first.id)
    await app.runs.finished(first.conversationId)
    expect(app.requests.at(-1)).toEqual(request)
    expect(viewsOf(app.last(first.conversationId))).toEqual(viewsOf(first))
    app.replies.continueReply(app.last(first.conversationId).id)
    await app.runs.finished(first.conversationId)
    expect(viewsOf(app.last(first.conversationId))).toEqual(viewsOf(first))
    app.replies.regenerate(first.id, { temperature: 0 })
    await app.runs.finished(first.conversationId)
    expect(views(app.last(first.conversationId))).toEqual([[expect.any(String), 'whole']])
  })

  test('tells the windows what it sees while it is being made', async () => {
    const id = await readLong()
    app.script = untilCancelled([])
    app.model = { ...app.model, isDemo: true }
    const { conversationId } = app.replies.send(null, 'How many minutes does the ferry need?')
    await app.until(() => app.requests.length === 1)
    const message = app.changes.findLast((change) => change.type === 'message')?.message as AssistantMessage
    expect(message).toMatchObject({ state: 'waiting', text: '' })
    expect(views(message)).toEqual([[id, 'passages']])
    await app.runs.stop(conversationId)
  })

  test('does without a document that has vanished, and its prompt can still be shown', async () => {
    readAs('The ferry leaves at nine.')
    const id = await attach(null, 'Ferry.md')
    const reply = await app.ask(null, 'When?')
    const seen = { ...viewsOf(reply)?.[0], documentId: 'vanished' } as SeenDocument
    const told = { ...reply.recipe?.told, documents: [seen] }
    const other = { ...reply, recipe: { ...reply.recipe, told } } as AssistantMessage
    expect(id).not.toBe('')
    expect(app.replies.requestOf(other).messages.map(({ text }) => text)).toEqual(['When?'])
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
        message: 'locked.pdf: This file needs a password. Enter it, or save the file without one and add it again.',
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

  test('does without the document of an earlier question that could not be read', async () => {
    app.reader = { read: () => Promise.reject(readFailureError('document-encrypted', 'pdf')) }
    const id = await attach(null, 'locked.pdf')
    const { conversationId } = await app.ask(null, 'What does it say?')
    const second = await app.ask(conversationId, 'Never mind. Who are you?')
    expect([second.state, views(second)]).toEqual(['done', [[id, 'gone']]])
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

  test('sees a document after a cut that hides its message: a cut hides messages, not documents', async () => {
    readAs('The ferry leaves at nine.')
    const id = await attach(null, 'Ferry.md')
    const first = await app.ask(null, 'When?')
    app.store.cuts.add(first.conversationId, first.id, 'dropped')
    const second = await app.ask(first.conversationId, 'And then?')
    expect(app.told).toEqual([expect.stringMatching(/The ferry leaves at nine\..*And then\?$/s)])
    expect(viewsOf(second)).toEqual([{ messageId: second.parentId, documentId: id, sees: 'whole' }])
    // The next prompt is that of the next reply, without its question.
    const next = await app.replies.nextRequest(first.conversationId)
    expect(next.messages.slice(0, -1)).toEqual(app.requests.at(-1)?.messages)
    expect(next.instructions).toBe(documentInstructions)
  })

  test('keeps the summary and the document of a summary message, once', async () => {
    readAs('The ferry leaves at nine.')
    await attach(null, 'Ferry.md')
    const { conversationId } = app.documents.summarise(null)
    await app.until(() => app.documents.jobsOf(conversationId)[0]?.state === 'done')
    const reply = await app.ask(conversationId, 'When?')
    const path = app.store.messages.path(conversationId)
    expect(viewsOf(reply)).toEqual([{ messageId: path[1]?.id, documentId: expect.any(String), sees: 'whole' }])
    expect(app.told).toEqual([
      expect.stringMatching(/^<text>\n.*<\/text>\n\nSummarise the document Ferry\.md\.$/s),
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
    // The draft has the marks around a message, too.
    expect(Math.abs((attached?.draft ?? 0) - (sent?.documents ?? 0))).toBeLessThanOrEqual(frame + 1)
    await app.documents.addFiles(conversationId, [fileOf('slow.md', 1)])
    const unread = app.documents.documentsOf(conversationId).at(-1)?.id ?? ''
    expect(await countOf(conversationId, [unread])).toEqual(await countOf(conversationId, []))
  })
})
