import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../contract/errors.js'
import { initialSettings } from '../../../contract/settings.js'
import { DocumentsApp, fileOf, reportFile } from '../testing/documents-app.js'
import { untilAborted } from '../testing/fake-engine.js'
import { addDocument, goodReader, hangingReader, hashOf, pages } from '../testing/test-document.js'
import { readFailureError } from './document-kind.js'

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
})
afterEach(() => app.close())

const refused = expect.objectContaining({ code: 'refused' })
const notFound = expect.objectContaining({ code: 'not-found' })
const originals = () => readdirSync(join(app.folder, 'documents')).sort()
const newConversation = () => app.store.conversations.create('Report').id

describe('adding', () => {
  test('a file is in the composer, and accepted only when it is stored; no conversation begins', async () => {
    app.reader = hangingReader
    const { refused } = await app.documents.addFiles(null, [reportFile])
    const [id = ''] = app.attachedTo(null)
    app.killAndOpenAgain()
    expect(refused).toEqual([])
    expect(app.store.conversations.list()).toEqual([])
    expect(app.documents.documentsOf(null)).toMatchObject([
      { id, name: reportFile.name, kind: 'markdown', bytes: reportFile.size, isAttached: true },
    ])
    expect(readFileSync(join(app.folder, 'documents', id))).toHaveLength(reportFile.size)
  })

  test('a file is read at once, from its stored bytes, and windows are told of each state', async () => {
    const read: number[] = []
    app.reader = {
      read: async (source, signal) => {
        read.push(...(await source.piece(10, source.size)))
        return goodReader.read(source, signal)
      },
    }
    const conversationId = newConversation()
    const [id = ''] = await app.attach(conversationId, fileOf('a.txt', 7))
    await app.documentIn('read', id)
    await app.untilIdle()
    expect(read).toEqual(new Array(4_990).fill(7))
    const states = app.documentChanges.map(({ state }) => state)
    expect([...new Set(states)]).toEqual(['waiting', 'reading', 'read'])
    expect(app.documents.document(id)).toMatchObject({
      conversationId,
      pages: { total: 3, empty: 0, failed: 0 },
      remarks: ['3 hidden characters were removed.'],
    })
    expect(app.store.messages.path(conversationId)).toEqual([])
  })

  test('refused files are listed with the reason, and the others are added', async () => {
    const bad = [
      fileOf('letter.doc'),
      { name: 'empty.txt', bytes: new Uint8Array(0), size: 0 },
      { name: 'big.txt', path: '/nowhere/big.txt', size: 650_000_000 },
      { name: 'gone.txt', path: '/nowhere/gone.txt', size: 5 },
    ]
    const none = await app.documents.addFiles(null, bad)
    expect(none.refused).toEqual([
      { name: 'letter.doc', message: expect.stringMatching(/Word/) },
      { name: 'empty.txt', message: expect.stringMatching(/empty/) },
      { name: 'big.txt', message: expect.stringMatching(/650 MB/) },
      { name: 'gone.txt', message: 'It could not be opened. Check that it still exists and can be read.' },
    ])
    expect([app.documents.documentsOf(null), app.store.conversations.list()]).toEqual([[], []])
    const some = await app.documents.addFiles(null, [...bad, reportFile])
    expect(some.refused).toHaveLength(4)
    expect(app.documents.documentsOf(null).map(({ name }) => name)).toEqual([reportFile.name])
    expect(originals()).toEqual(app.attachedTo(null))
  })

  test('a file that the disk or the store has no space for is refused, and leaves no file', async () => {
    const full = new AppError('disk-full', 'There is no space left.')
    const { create } = app.store.documents
    Object.assign(app.store.documents, {
      create: () => {
        throw full
      },
    })
    const { refused } = await app.documents.addFiles(null, [reportFile])
    expect(refused).toEqual([{ name: reportFile.name, message: full.message }])
    expect(originals()).toEqual([])
    Object.assign(app.store.documents, { create })
    app.originals.store = () => Promise.reject(full)
    expect((await app.documents.addFiles(null, [reportFile])).refused).toEqual(refused)
    expect(app.documents.documentsOf(null)).toEqual([])
  })

  test('a conversation that is gone takes no file', async () => {
    await expect(app.documents.addFiles('gone', [reportFile])).rejects.toEqual(notFound)
  })

  test('a file that is not text fails with a message, even while another one is being summarised', async () => {
    app.reader = {
      read: (source, signal) =>
        source.size === 1
          ? Promise.reject(readFailureError('document-unreadable', 'text'))
          : goodReader.read(source, signal),
    }
    app.engine.answer = (_, signal) => untilAborted(signal)
    await app.jobIn('running', await app.summarise())
    const [id = ''] = await app.attach(null, { name: 'picture.txt', bytes: new Uint8Array(1), size: 1 })
    const { error } = await app.documentIn('failed', id)
    expect(error).toEqual({
      code: 'document-unreadable',
      message: readFailureError('document-unreadable', 'text').message,
    })
  })

  test('a file without any text fails, because there is nothing to ask about', async () => {
    app.reader = {
      read: async (source, signal) => ({
        ...(await goodReader.read(source, signal)),
        pages: [{ passages: [], status: 'empty' }],
      }),
    }
    await app.attach(null, reportFile)
    expect((await app.documentIn('failed')).error).toMatchObject({ code: 'document-empty' })
  })
})

describe('the same file', () => {
  test('twice is one document with one original, whatever its name', async () => {
    const ids = await app.attach(null, reportFile, { ...reportFile, name: 'Copy.md' }, fileOf('other.md', 1))
    expect(app.documents.documentsOf(null).map(({ name }) => name)).toEqual([reportFile.name, 'other.md'])
    expect(originals()).toEqual([...ids].sort())
    await app.untilIdle()
    expect(app.readings).toBe(2)
  })

  test('as a message has is put into the composer again, not read again; another conversation reads its own', async () => {
    const { conversationId, documentId } = await app.jobIn('done', await app.summarise())
    expect(app.attachedTo(conversationId)).toEqual([])
    app.documentChanges.length = 0
    expect(await app.attach(conversationId, reportFile)).toEqual([documentId])
    expect(app.documentChanges.at(-1)).toMatchObject({ id: documentId, isAttached: true, state: 'read' })
    expect(app.readings).toBe(1)
    const [other] = await app.attach(newConversation(), reportFile)
    expect(other).not.toBe(documentId)
    await app.untilIdle()
    expect(app.readings).toBe(2)
  })

  test('that could not be read is read again', async () => {
    app.reader = { read: () => Promise.reject(readFailureError('document-unreadable', 'text')) }
    const [id] = await app.attach(null, reportFile)
    await app.documentIn('failed', id)
    app.reader = goodReader
    expect(await app.attach(null, reportFile)).toEqual([id])
    await app.documentIn('read', id)
  })
})

describe('taking a document out of the composer', () => {
  test('stops its reading, deletes it with its file, and the next one is read', async () => {
    app.reader = hangingReader
    const [id = '', next] = await app.attach(null, reportFile, fileOf('next.md', 1))
    await app.documentIn('reading', id)
    app.reader = goodReader
    await app.documents.remove(id)
    expect(app.removed).toEqual([[id, null]])
    expect(() => app.documents.document(id)).toThrow(notFound)
    await app.documentIn('read', next)
    expect(originals()).toEqual([next])
    await app.untilIdle()
    expect(app.documents.documentsOf(null)).toMatchObject([{ id: next, state: 'read' }])
  })

  test('while its text is being stored leaves nothing of it', async () => {
    const [id = ''] = await app.attach(null, reportFile)
    const { storeText } = app.store.documents
    Object.assign(app.store.documents, {
      storeText: async (...args: Parameters<typeof storeText>) => {
        const storing = storeText(...args)
        void app.documents.remove(id)
        await storing
      },
    })
    await app.untilIdle()
    expect(app.documents.documentsOf(null)).toEqual([])
    expect(() => app.documents.readPage(id, 1)).toThrow(notFound)
  })

  test('leaves it where a message has it', async () => {
    const { conversationId, documentId } = await app.jobIn('done', await app.summarise())
    await app.attach(conversationId, reportFile)
    await app.documents.remove(documentId)
    expect(app.removed.filter(([id]) => id === documentId)).toEqual([])
    expect(app.documents.document(documentId)).toMatchObject({ isAttached: false, state: 'read' })
    expect(originals()).toEqual([documentId])
    await expect(app.documents.remove('gone')).rejects.toEqual(notFound)
  })
})

describe('reading', () => {
  test('goes on after a stop or a kill, from the stored file, also in a conversation that has not begun', async () => {
    app.reader = hangingReader
    const [id] = await app.attach(null, reportFile)
    const [other] = await app.attach(newConversation(), reportFile)
    await app.documentIn('reading', id)
    await app.documents.stop()
    expect(app.documents.isBusy).toBe(false)
    app.reader = goodReader
    app.killAndOpenAgain()
    await app.documentIn('read', id)
    await app.documentIn('read', other)
    expect(app.attachedTo(null)).toEqual([id])
  })

  test('of one document after another is in the order in which they were added', async () => {
    let running = 0
    const names: number[] = []
    app.reader = {
      read: async (source, signal) => {
        expect(++running).toBe(1)
        names.push(source.size)
        await new Promise((resolve) => setImmediate(resolve))
        running--
        return goodReader.read(source, signal)
      },
    }
    const files = [3, 2, 1].map((size) => ({ name: `${size}.txt`, bytes: new Uint8Array(size), size }))
    await app.attach(null, ...files)
    await app.untilIdle()
    expect(names).toEqual([3, 2, 1])
  })

  test('of a document that failed happens again when the user asks; of another one it does not', async () => {
    app.reader = { read: () => Promise.reject(new Error('The window crashed.')) }
    const [id = ''] = await app.attach(null, reportFile)
    expect((await app.documentIn('failed', id)).error).toEqual({ code: 'unknown', message: 'The window crashed.' })
    app.reader = goodReader
    app.documents.readAgain(id)
    expect(app.documents.document(id)).not.toHaveProperty('error')
    await app.documentIn('read', id)
    await app.untilIdle()
    app.documents.readAgain(id)
    expect(app.documents.document(id).state).toBe('read')
    expect(app.readings).toBe(2)
  })

  test('of a document whose file is gone fails and says what to do', async () => {
    const { id } = addDocument(app.store, null, { hash: hashOf('gone') })
    app.documents.start()
    const { error } = await app.documentIn('failed', id)
    expect(error).toMatchObject({ code: 'document-unreadable', message: expect.stringMatching(/Add the file again\./) })
  })

  test('that a full disk ended is shown as failed, and the next start reads the document', async () => {
    const full = () => {
      throw new AppError('disk-full', 'The disk is full.')
    }
    const { fail, storeText } = app.store.documents
    Object.assign(app.store.documents, { fail: full, storeText: async () => full() })
    const [id = ''] = await app.attach(null, reportFile)
    const failed = await app.documentIn('failed', id)
    expect(failed.error).toEqual({ code: 'disk-full', message: 'The disk is full.' })
    expect(app.documents.documentsOf(null)).toMatchObject([{ id, state: 'failed' }])
    Object.assign(app.store.documents, { fail, storeText })
    app.killAndOpenAgain()
    await app.documentIn('read', id)
  })

  test('of a kind that only a later version knows does not happen, and its original stays', async () => {
    await app.documents.stop()
    const { id } = addDocument(app.store, null, { kind: 'hologram' as 'text' })
    await app.originals.store(id, { bytes: reportFile.bytes })
    app.documents.start()
    expect((await app.documentIn('failed', id)).error).toMatchObject({
      code: 'document-unsupported',
      message: expect.stringContaining('newer version'),
    })
    expect([app.readings, originals()]).toEqual([0, [id]])
  })

  test('is waited for, also of a document that was in the trash when the app started', async () => {
    app.reader = hangingReader
    const conversationId = newConversation()
    const [id = ''] = await app.attach(conversationId, reportFile)
    await app.documents.stop()
    app.store.conversations.trash(conversationId)
    app.reader = goodReader
    app.killAndOpenAgain()
    expect(app.documents.isBusy).toBe(false)
    app.store.conversations.restore(conversationId)
    await app.documents.whenRead([id], new AbortController().signal)
    expect(app.documents.document(id).state).toBe('read')
  })

  test('that is waited for rejects with the document’s reason, or when the wait is aborted', async () => {
    app.reader = hangingReader
    const [id = ''] = await app.attach(null, reportFile)
    const aborter = new AbortController()
    const waiting = app.documents.whenRead([id], aborter.signal)
    aborter.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    await expect(app.documents.whenRead([id], aborter.signal)).rejects.toThrow('stopped')
    await app.documents.stop()
    app.store.documents.fail(id, { code: 'document-encrypted', message: 'It needs a password.' })
    await expect(app.documents.whenRead([id], new AbortController().signal)).rejects.toMatchObject({
      code: 'document-encrypted',
      message: `${reportFile.name}: It needs a password.`,
    })
  })

  test('counts the tokens of the text, again for another model', async () => {
    const [id = ''] = await app.attach(null, reportFile)
    while (app.documents.document(id).tokens === undefined) await new Promise((resolve) => setImmediate(resolve))
    const characters = pages.flatMap(({ passages }) => passages).join('').length
    const { tokens } = app.documents.document(id)
    expect(tokens).toBeGreaterThan(characters / 4)
    expect(app.documentChanges.at(-1)?.tokens).toBe(tokens)
    expect(await app.documents.countTokens([id])).toEqual(new Map([[id, tokens]]))
    app.documents.start()
    const { status } = app.engine
    if (status.state !== 'ready') throw new Error('The engine is not ready.')
    app.engine.countTokens = async (texts) => texts.map(() => 1)
    app.engine.setStatus({ state: 'ready', model: { ...status.model, id: 'other' } })
    while (app.documents.document(id).tokens !== 2 * 15) await new Promise((resolve) => setImmediate(resolve))
  })
})

describe('summarising', () => {
  test('sends what is in the composer without a text, in the order of attaching, then a summary of each', async () => {
    const conversationId = newConversation()
    app.store.drafts.save(conversationId, '  ')
    const [a = '', b = ''] = await app.attach(conversationId, reportFile, fileOf('other.md', 1))
    await app.attach(conversationId, reportFile) // again, so it is last
    const message = app.documents.summarise(conversationId)
    expect(message).toMatchObject({ conversationId, text: '', documentIds: [b, a] })
    const path = app.store.messages.path(conversationId)
    const jobs = app.documents.jobsOf(conversationId)
    expect(path).toEqual(app.messages)
    expect(path.map((each) => (each.role === 'document' ? each.jobId : each.id))).toEqual([
      message.id,
      ...jobs.map(({ id }) => id),
    ])
    expect(jobs.map(({ documentId }) => documentId)).toEqual([b, a])
    expect([app.attachedTo(conversationId), app.store.drafts.load(conversationId)]).toEqual([[], ''])
    for (const { id } of jobs) await app.jobIn('done', id)
  })

  test('in a conversation that has not begun creates it, with the name of the document and its settings first', async () => {
    const settings = { ...initialSettings.defaults, instructions: 'Be brief.' }
    await app.attach(null, reportFile)
    const seen: unknown[] = []
    const { addRequest } = app.store.messages
    Object.assign(app.store.messages, {
      addRequest: (id: string) => {
        seen.push(app.store.conversations.settings(id))
        return addRequest(id)
      },
    })
    const { conversationId } = app.documents.summarise(null, settings)
    expect(seen).toEqual([settings])
    expect(app.store.conversations.list()).toMatchObject([{ id: conversationId, title: 'Harbour report' }])
    expect(app.documents.documentsOf(null)).toEqual([])
    expect(app.documents.documentsOf(conversationId)).toMatchObject([{ conversationId, isAttached: false }])
    await app.untilIdle()
  })

  test('with an empty composer is refused, and nothing is created', async () => {
    expect(() => app.documents.summarise(null)).toThrow(refused)
    const { conversationId } = await app.jobIn('done', await app.summarise())
    const before = app.store.messages.path(conversationId)
    expect(() => app.documents.summarise(conversationId)).toThrow(refused)
    expect(app.store.messages.path(conversationId)).toEqual(before)
    expect(app.store.conversations.list()).toHaveLength(1)
  })
})

test('what is deleted with the trash leaves no file, and other files stay', async () => {
  const { conversationId } = await app.jobIn('done', await app.summarise())
  const [kept] = await app.attach(null, reportFile)
  app.store.conversations.trash(conversationId)
  app.store.conversations.emptyTrash()
  await app.documents.sweep()
  expect(originals()).toEqual([kept])
})

test('readPage returns the passages of a page and refuses a page that does not exist', async () => {
  const [id = ''] = await app.attach(null, reportFile)
  await app.documentIn('read', id)
  expect(app.documents.readPage(id, 2)).toEqual({
    documentId: id,
    page: 2,
    state: 'read',
    passages: pages[1]?.passages,
  })
  expect(() => app.documents.readPage(id, 4)).toThrow('no such page')
})
