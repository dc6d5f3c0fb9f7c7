import { afterEach, beforeEach, expect, test } from 'vitest'
import type { GenerateRequest } from '../../../contract/engine.js'
import { fileOf } from '../testing/documents-app.js'
import { end, type Script, saying, TestApp, text, untilCancelled } from '../testing/test-app.js'
import { textOf } from '../testing/test-document.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(async () => {
  await app.documents.stop()
  app.remove()
})

const key = 'Nobody knows that the key lies under the third step.'
const plain = (page: number) => `On page ${page} nobody says anything of note. ${'It rains on. '.repeat(30)}`
const question = 'Where is it hidden?'

const isPart = ({ messages }: GenerateRequest) => messages[0]?.text.includes('Note what this part') ?? false
const partsAsked = () => app.requests.filter(isPart)

/** A model that finds the key, which no word of the question finds, in its part, and answers anything else. */
const finder: Script = async function* (request) {
  const asked = request.messages.at(-1)?.text ?? ''
  const found = asked.includes(key) ? '- [p. 13:2] The key lies under the third step.' : 'Nothing.'
  yield text('answer', isPart(request) ? found : 'Under the third step [p. 13:2].')
  yield end
}

/** Sends a question on a document that does not fit, and returns the reply to it. */
async function ask() {
  const pages = Array.from({ length: 20 }, (_, index) => ({
    passages: index === 12 ? [plain(13), key] : [plain(index + 1)],
    status: 'read' as const,
  }))
  app.reader = { read: async () => ({ ...textOf(), pages }) }
  await app.documents.addFiles(null, [fileOf('long.md')])
  app.script = saying('I do not know.')
  return app.ask(null, question)
}

const viewOf = (conversationId: string) => {
  const [seen] = app.last(conversationId).recipe?.told.documents ?? []
  if (seen?.sees !== 'passages') throw new Error('Nothing was found.')
  return seen
}

test('all parts of a document are read for a question, and the answer is made from what was found', async () => {
  const first = await ask()
  app.script = finder
  app.replies.readAll(first.id)
  await app.runs.finished(first.conversationId)
  const reply = app.last(first.conversationId)
  expect(reply).toMatchObject({ state: 'done', text: 'Under the third step [p. 13:2].', parentId: first.parentId })
  const { pieces, partsRead } = viewOf(first.conversationId)
  expect(pieces).toEqual([{ page: 13, passage: 2, start: 0, end: key.length }])
  expect(partsRead).toBe(partsAsked().length)
  expect(partsRead).toBeGreaterThan(10)
  const asked = partsAsked().map(({ messages }) => messages[0]?.text)
  for (let page = 1; page <= 20; page++) expect(asked.join('\n')).toContain(`On page ${page} nobody`)
  expect(app.told).toEqual([`<text>\n[p. 13:2]\n${key}\n</text>\n\nAnswer the question from the text. ${question}`])
  expect((await app.replies.sources(reply.id)).citations).toMatchObject([[{ page: 13, passage: 2 }]])
})

test('windows hear how many parts are read', async () => {
  const first = await ask()
  app.script = finder
  app.replies.readAll(first.id)
  await app.runs.finished(first.conversationId)
  const total = partsAsked().length
  const reading = app.changes.flatMap((change) =>
    change.type === 'state' && change.reading?.unit === 'part' ? [change.reading.done] : [],
  )
  expect(reading).toEqual(Array.from({ length: total + 1 }, (_, index) => index))
})

test('a reading that was stopped goes on where it was, and no part is read twice', async () => {
  const first = await ask()
  app.script = (request, signal) =>
    partsAsked().length > 4 ? untilCancelled([])(request, signal) : finder(request, signal)
  app.replies.readAll(first.id)
  await app.until(() => partsAsked().length === 5)
  await app.runs.stop(first.conversationId)
  const stopped = app.last(first.conversationId)
  expect(stopped).toMatchObject({ state: 'stopped', text: '' })
  expect(stopped.recipe?.told).not.toHaveProperty('documents')
  app.script = finder
  app.replies.regenerate(stopped.id)
  await app.runs.finished(first.conversationId)
  const { partsRead } = viewOf(first.conversationId)
  // The one in which it was stopped is read again.
  expect(partsAsked()).toHaveLength((partsRead ?? 0) + 1)
  const before = app.requests.length
  app.replies.regenerate(app.last(first.conversationId).id)
  await app.runs.finished(first.conversationId)
  expect(app.requests.length).toBe(before + 1)
})

test('where no part says anything, the passages that were found are left', async () => {
  const first = await ask()
  const { pieces } = viewOf(first.conversationId)
  app.script = async function* (request) {
    yield text('answer', isPart(request) ? 'Nothing.' : 'The text does not say.')
    yield end
  }
  app.replies.readAll(first.id)
  await app.runs.finished(first.conversationId)
  expect(viewOf(first.conversationId).pieces.length).toBeGreaterThan(0)
  expect(viewOf(first.conversationId).pieces.map(({ page }) => page)).toEqual(
    expect.arrayContaining(pieces.slice(0, 1).map(({ page }) => page)),
  )
  expect(viewOf(first.conversationId).partsRead).toBeGreaterThan(10)
})

test('what is found everywhere is cut to its sentences, and then thinned, so that it fits', async () => {
  const first = await ask()
  app.script = async function* (request) {
    const marker = /\[p\. \d+:\d+\]/.exec(request.messages[0]?.text ?? '')?.[0]
    yield text('answer', isPart(request) ? `- ${marker} Nobody says anything of note.` : 'Nobody says anything.')
    yield end
  }
  app.replies.readAll(first.id)
  await app.runs.finished(first.conversationId)
  const { pieces } = viewOf(first.conversationId)
  expect(pieces.length).toBeGreaterThan(10)
  expect(pieces.every(({ start, end }) => end - start < 60)).toBe(true)
  expect(await app.engine.countPrompt(app.requests.at(-1) as GenerateRequest)).toBeLessThan(app.model.contextLength)
})
