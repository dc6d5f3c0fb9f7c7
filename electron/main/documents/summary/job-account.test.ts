import { afterEach, beforeEach, expect, test } from 'vitest'
import { DocumentsApp } from '../../testing/documents-app.js'
import { copyFirsts, untilAborted } from '../../testing/fake-engine.js'
import { pages } from '../../testing/test-document.js'
import { marksOf, notesOf } from './job-account.js'

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
  const labelled = pages.map((page, index) => ({ ...page, ...(index === 1 && { label: 'ii' }) }))
  const empty = { passages: [], status: 'empty' as const }
  app.reader = {
    read: async ({ kind }) => ({
      kind,
      encoding: 'utf-8',
      pages: [...labelled, empty],
      removedCharacters: 0,
      omitted: [],
      problems: [],
    }),
  }
  app.open()
})
afterEach(() => app.close())

test('the notes are listed part by part with their pages, and those that the summary uses are told apart', async () => {
  const job = await app.jobIn('done', await app.summarise())
  const { parts, labels } = notesOf(app.store, job.id)
  expect(parts.map(({ part }) => part)).toEqual(parts.map((_, index) => index + 1))
  expect(parts).toHaveLength(job.parts.total)
  expect(parts[0]?.firstPage).toBe(1)
  expect(parts.at(-1)?.lastPage).toBe(3)
  const notes = parts.flatMap((part) => part.notes)
  expect(notes).toHaveLength(15)
  const used = notes.filter(({ isUsed }) => isUsed).map(({ point }) => point.text)
  expect(used).toEqual(job.summary.map(({ text }) => text))
  expect(labels).toEqual({ 2: 'ii' })
})

test('a page that the summary rests on is marked as used, and one without text as empty', async () => {
  const job = await app.jobIn('done', await app.summarise())
  const named = new Set(job.summary.map(({ page }) => page))
  expect(marksOf(app.store, job.id)).toEqual([
    ...[1, 2, 3].map((page) => (named.has(page) ? 'used' : 'noted')),
    'empty',
  ])
})

test('a summary shows the labels of its pages', async () => {
  const job = await app.jobIn('done', await app.summarise())
  expect(job.labels).toEqual({ 2: 'ii' })
  expect(app.documents.job(job.id).labels).toEqual({ 2: 'ii' })
})

test('before the end the notes that are there are listed, and none is used', async () => {
  app.engine.answer = (request, signal) =>
    app.engine.requests.length > 2 ? untilAborted(signal) : copyFirsts(request, signal)
  const id = await app.summarise()
  await app.untilJob(({ parts }) => parts.done === 2)
  const { parts } = notesOf(app.store, id)
  expect(parts).toHaveLength(2)
  expect(parts.flatMap(({ notes }) => notes.filter(({ isUsed }) => isUsed))).toEqual([])
})

test('an account of a summary that is gone throws not-found', () => {
  for (const read of [marksOf, notesOf])
    expect(() => read(app.store, 'gone')).toThrow(expect.objectContaining({ code: 'not-found' }))
})
