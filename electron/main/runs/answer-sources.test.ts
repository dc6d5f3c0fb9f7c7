import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileOf } from '../testing/documents-app.js'
import { saying, TestApp } from '../testing/test-app.js'
import { textOf } from '../testing/test-document.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(async () => {
  await app.documents.stop()
  app.remove()
})

const passages = ['The ferry leaves at nine. It is painted green.', 'Dogs are allowed on board.']

async function answerWith(text: string, given: readonly string[] = passages) {
  app.reader = { read: async () => textOf(...given) }
  await app.documents.addFiles(null, [fileOf('Ferry.md')])
  app.script = saying(text)
  return app.ask(null, 'When does the ferry leave?')
}

test('each marker of an answer names its passage, with the sentence that the answer rests on', async () => {
  const reply = await answerWith('At nine [p. 1:1]. Dogs may come [p. 1:2, p. 7:1].')
  const { citations, passages: found } = await app.replies.sources(reply.id)
  const documentId = reply.recipe?.told.documents?.[0]?.documentId
  const first = { documentId, page: 1, passage: 1, quote: 'The ferry leaves at nine.', isVerbatim: true }
  const second = { documentId, page: 1, passage: 2, quote: 'Dogs are allowed on board.', isVerbatim: true }
  expect(citations).toEqual([[first], [second, null]])
  expect(found).toEqual([first, second])
})

test('a quotation is looked for each time that its passage is named', async () => {
  const answer =
    'It says “The ferry leaves at nine” [p. 1:1]. It also says “The ferry never leaves on Sundays” [p. 1:1].'
  const { citations } = await app.replies.sources((await answerWith(answer)).id)
  expect(citations.flat().map((link) => [link?.quote, link?.isVerbatim])).toEqual([
    ['The ferry leaves at nine', true],
    ['The ferry never leaves on Sundays', false],
  ])
})

test('passages that no marker names are there too, the closest to the question first', async () => {
  const { citations, passages: found } = await app.replies.sources((await answerWith('I do not know.')).id)
  expect(citations).toEqual([])
  expect(found.map(({ passage }) => passage)).toEqual([1, 2])
})

test('a passage of a transcript has the time at which it begins', async () => {
  const { citations } = await app.replies.sources(
    (await answerWith('At nine [p. 1:2].', ['[0:05] Ann: Hello.', '[0:41] Bob: The ferry leaves at nine.'])).id,
  )
  expect(citations).toMatchObject([[{ page: 1, passage: 2, time: '0:41' }]])
})

test('a reply without documents rests on none', async () => {
  const reply = await app.ask(null, 'Hello')
  expect(await app.replies.sources(reply.id)).toEqual({ citations: [], passages: [] })
})
