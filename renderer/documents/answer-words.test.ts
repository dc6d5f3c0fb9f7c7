import { expect, test } from 'vitest'
import type { AssistantMessage, SeenDocument } from '../../contract/chat.js'
import type { AddedDocument, AnswerSources } from '../../contract/documents.js'
import { lookedAt, plainAnswer, referencedAnswer } from './answer-words.js'

const documentOf = (id: string, name: string, total: number) =>
  ({ id, name, pages: { total, empty: 0, failed: 0 } }) as AddedDocument
const documents = { a: documentOf('a', 'report.pdf', 412), b: documentOf('b', 'lease.pdf', 3) }
const piece = (page: number, passage: number) => ({ page, passage, start: 0, end: 9 })
const found: SeenDocument = {
  documentId: 'a',
  messageId: 'q',
  sees: 'passages',
  pieces: [piece(12, 1), piece(12, 3), piece(90, 2)],
}
const whole: SeenDocument = { documentId: 'b', messageId: 'q', sees: 'whole' }
const link = (documentId: string, page: number, passage: number) => ({
  documentId,
  page,
  passage,
  quote: `Sentence of ${page}.`,
  isVerbatim: true,
})
const replyTo = (text: string, ...seen: readonly SeenDocument[]) =>
  ({ role: 'assistant', text, recipe: { told: { documents: seen } } }) as unknown as AssistantMessage

test('markers become references, and half a marker at the end is left out', () => {
  const mark = (index: number) => `<${index}>`
  expect(referencedAnswer('At nine [p. 12:3], not ten [p. 90]. [p. 1', true, mark)).toEqual({
    text: 'At nine <0>, not ten <1>.',
    references: [[{ page: 12, passage: 3 }], [{ page: 90 }]],
  })
  expect(referencedAnswer('At nine [p. 12:3], not ten [', false, mark).text).toBe('At nine <0>, not ten ')
})

test('a copied answer has words in place of markers, with the names of several documents', () => {
  expect(plainAnswer(replyTo('At nine [p. 12:3].', found), documents)).toBe('At nine (p. 12).')
  expect(plainAnswer(replyTo('At nine [2, p. 1:1].', found, whole), documents)).toBe('At nine (lease.pdf, p. 1).')
  expect(plainAnswer(replyTo('At nine [p. 12:3].'), {})).toBe('At nine [p. 12:3].')
})

test('a reply says how many pages it looked at, with a link to each', () => {
  expect(lookedAt([found], documents, undefined)).toEqual([
    {
      documentId: 'a',
      words: 'Looked at 2 of 412 pages of report.pdf',
      pages: [
        { page: 12, passage: 1 },
        { page: 90, passage: 2 },
      ],
    },
  ])
})

test('a link marks the passage that the answer rests on most', () => {
  const sources: AnswerSources = {
    citations: [[link('a', 90, 2), null]],
    passages: [link('a', 12, 3), link('a', 12, 1)],
  }
  expect(lookedAt([found], documents, sources)[0]?.pages).toEqual([
    { page: 12, passage: 3, quote: 'Sentence of 12.' },
    { page: 90, passage: 2, quote: 'Sentence of 90.' },
  ])
})

test('of a whole document, a short one has all its pages, a long one those that the answer cites', () => {
  expect(lookedAt([whole], documents, undefined)).toMatchObject([
    { words: 'Looked at all 3 pages of lease.pdf', pages: [{ page: 1 }, { page: 2 }, { page: 3 }] },
  ])
  const sources: AnswerSources = { citations: [[link('a', 90, 2)]], passages: [] }
  expect(lookedAt([{ ...whole, documentId: 'a' }], documents, sources)).toMatchObject([
    { words: 'Looked at all 412 pages of report.pdf', pages: [{ page: 90 }] },
  ])
})

test('what was not looked at is said, and a document that has vanished is left out', () => {
  const others = (['summary', 'gone'] as const).map((sees) => ({ documentId: 'b', messageId: 'q', sees }))
  expect(lookedAt(others, documents, undefined).map(({ words }) => words)).toEqual([
    'Saw only the summary of lease.pdf',
    'Did not look at lease.pdf',
  ])
  expect(lookedAt([{ ...whole, documentId: 'vanished' }], documents, undefined)).toEqual([])
})
