import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Message, SeenDocument } from '../../../contract/chat.js'
import type { DocumentView } from '../../../contract/documents.js'
import { documentsOf, placeViews } from './placed-documents.js'
import { instructionsWith, promptMessagesOf } from './prompt.js'

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

const path = [
  question('request', '', 'a', 'b'),
  summary('summary of a', 'job of a'),
  question('q1', 'Compare them.', 'c', 'a', 'd'),
  summary('again', 'job of a'),
  question('q2', 'And now?', 'd', 'c', 'e'),
  summary('lost', 'another'),
  question('q3', 'Thanks.'),
]

describe('the documents of a conversation', () => {
  test('stand once each, with the first message that says something about them', () => {
    expect(documentsOf(path, documentOf)).toEqual([
      placeOf('summary of a', 'a'),
      placeOf('q1', 'c'),
      placeOf('q1', 'd'),
      placeOf('q2', 'e'),
    ])
  })

  test('are none in a conversation without any', () => {
    expect(documentsOf([question('q', 'Hello')], documentOf)).toEqual([])
  })
})

describe('a view', () => {
  const documents = documentsOf(path, documentOf)
  const pieces = [{ page: 3, passage: 1, start: 0, end: 9 }]
  const placesOf = (visible: readonly Message[], ...views: readonly DocumentView[]) =>
    placeViews(documents, visible, views, new Set(['c'])).map(({ documentId, messageId, sees }) => [
      documentId,
      messageId,
      sees,
    ])

  test('stays where the document was sent when it is whole, and stands with the last question when it is found', () => {
    expect(
      placesOf(path, { sees: 'whole' }, { sees: 'whole' }, { sees: 'passages', pieces }, { sees: 'whole' }),
    ).toEqual([
      ['a', 'summary of a', 'whole'],
      ['c', 'q1', 'whole'],
      ['d', 'q3', 'passages'],
      ['e', 'q2', 'whole'],
    ])
  })

  test('of a document whose message a cut hides stands with the first question that is left', () => {
    expect(
      placesOf(path.slice(3), { sees: 'whole' }, { sees: 'whole' }, { sees: 'passages', pieces }, { sees: 'whole' }),
    ).toEqual([
      ['a', 'q2', 'whole'],
      ['c', 'q2', 'whole'],
      ['d', 'q3', 'passages'],
      ['e', 'q2', 'whole'],
    ])
  })

  test('without any passage is the summary, where the conversation has one, else the document is gone', () => {
    const nothing = { sees: 'passages', pieces: [] } as const
    expect(placesOf(path, nothing, nothing, { sees: 'gone' }).map(([, , sees]) => sees)).toEqual([
      'gone',
      'summary',
      'gone',
      'gone',
    ])
  })

  test('with text always stands with a message that is visible', () => {
    const views = fc.array(
      fc.constantFrom<DocumentView>({ sees: 'whole' }, { sees: 'passages', pieces }, { sees: 'gone' }),
      { minLength: documents.length, maxLength: documents.length },
    )
    fc.assert(
      fc.property(views, fc.nat({ max: path.length - 1 }), (all, hidden) => {
        const visible = path.slice(hidden)
        for (const { messageId, sees } of placeViews(documents, visible, all, new Set())) {
          if (sees === 'whole' || sees === 'passages') expect(visible.map(({ id }) => id)).toContain(messageId)
        }
      }),
    )
  })
})

describe('the prompt', () => {
  const told = {
    batchOf: (messageId: string) => (messageId === 'asked' ? '| Ada |' : undefined),
    summaryOf: (jobId: string) => (jobId === 'done' ? { name: 'a.md', text: '- One.' } : undefined),
    documentOf: ({ documentId }: SeenDocument) =>
      documentId === 'vanished'
        ? undefined
        : { name: documentId, pages: [{ page: 1, passages: [`Text of ${documentId}.`] }] },
  }
  const whole = (messageId: string, documentId: string): SeenDocument => ({ messageId, documentId, sees: 'whole' })
  const messagesOf = (message: Message, ...seen: readonly SeenDocument[]) => promptMessagesOf(message, told, seen)
  const block = (name: string) => `<text>\n[p. 1:1]\nText of ${name}.\n</text>`

  test('has a question behind its document, and nothing of other messages’', () => {
    expect(messagesOf(question('q', 'What?', 'a'), whole('q', 'a'))).toEqual([
      { role: 'user', text: `${block('a')}\n\nAnswer the question from the text. What?` },
    ])
    expect(messagesOf(question('q', 'What?'), whole('p', 'a'))).toEqual([{ role: 'user', text: 'What?' }])
  })

  test('has a batch as its prompt and its answers, without its documents, and nothing while it has none', () => {
    expect(messagesOf({ ...question('asked', 'Who?', 'a'), isBatch: true } as Message)).toEqual([
      { role: 'user', text: 'Who?' },
      { role: 'assistant', text: '| Ada |' },
    ])
    const begun = { ...question('begun', 'Who?', 'a'), isBatch: true } as Message
    expect(messagesOf(begun)).toEqual([])
    expect(documentsOf([begun], () => undefined)).toEqual([])
  })

  test('numbers several documents by their place among all, wherever they stand', () => {
    const all = [whole('p', 'a'), whole('q', 'b')]
    expect(messagesOf(question('q', 'What?', 'b'), ...all)[0]?.text).toContain(
      'Document 2: b\n\n[2, p. 1:1]\nText of b.',
    )
  })

  test('has the question alone when the document has vanished, or the model sees no text of it', () => {
    const alone = [{ role: 'user', text: 'What?' }]
    expect(messagesOf(question('q', 'What?', 'vanished'), whole('q', 'vanished'))).toEqual(alone)
    expect(messagesOf(question('q', 'What?', 'a'), { ...placeOf('q', 'a'), sees: 'summary' })).toEqual(alone)
  })

  test('has nothing of a message that only asks for summaries', () => {
    expect(messagesOf(question('q', '', 'a'), whole('q', 'a'))).toEqual([])
  })

  test('has a summary as a request, behind the document where that is whole, and an answer', () => {
    const answer = { role: 'assistant', text: '- One.' }
    expect(messagesOf(summary('s', 'done'))).toEqual([{ role: 'user', text: 'Summarise the document a.md.' }, answer])
    expect(messagesOf(summary('s', 'done'), whole('s', 'a'))).toEqual([
      { role: 'user', text: `${block('a')}\n\nSummarise the document a.md.` },
      answer,
    ])
  })

  test('has the document alone while there is no summary, and nothing without both', () => {
    expect(messagesOf(summary('s', 'running'), whole('s', 'a'))).toEqual([{ role: 'user', text: block('a') }])
    expect(messagesOf(summary('s', 'running'))).toEqual([])
  })

  test('says how to answer from documents only where there is a text of one', () => {
    expect(instructionsWith('Be brief.', [])).toBe('Be brief.')
    expect(instructionsWith('Be brief.', [{ ...placeOf('q', 'a'), sees: 'gone' }])).toBe('Be brief.')
    expect(instructionsWith('Be brief.', [whole('q', 'a')])).toMatch(
      /^Be brief\.\n\nYou answer questions about documents\./,
    )
    expect(instructionsWith('', [whole('q', 'a')])).toMatch(/^You answer questions about documents\./)
  })
})
