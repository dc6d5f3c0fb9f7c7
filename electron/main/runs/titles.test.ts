import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { end, saying, TestApp, text, untilCancelled } from '../testing/test-app.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const titleOf = (conversationId: string) => app.store.conversations.get(conversationId).title

async function begin(): Promise<string> {
  app.script = saying('In Bergen it rains.')
  return (await app.ask(null, 'Where shall we go?')).conversationId
}

async function consider(conversationId: string): Promise<void> {
  app.titles.consider(conversationId)
  await app.until(() => app.queue.entries.length === 0)
}

test('the title is the model’s answer without reasoning, quotes or a full stop', async () => {
  const conversationId = await begin()
  app.script = saying('\n"**Holiday in Bergen**."\nIt is a nice title.')
  await consider(conversationId)
  await app.until(() => titleOf(conversationId) === 'Holiday in Bergen')
  expect(app.requests.at(-1)).toMatchObject({
    effort: 'low',
    maxTokens: 32,
    continuation: { reasoning: '', text: '', channel: 'answer' },
  })
})

test('the demonstration model writes no title after it replaces another model', async () => {
  const conversationId = await begin()
  const release = await app.queue.acquire(
    { purpose: 'model', conversationId: '', targetId: 'demo' },
    new AbortController().signal,
  )
  app.script = saying('Gibberish')
  app.titles.consider(conversationId)
  app.model = { ...app.model, isDemo: true }
  release()
  await app.until(() => app.queue.entries.length === 0)
  expect(titleOf(conversationId)).toBe('Where shall we go?')
})

test('an unusable title keeps the first words', async () => {
  const conversationId = await begin()
  app.script = saying(' … \n')
  await consider(conversationId)
  expect(titleOf(conversationId)).toBe('Where shall we go?')
})

test('a title that reaches the token limit keeps the first words', async () => {
  const conversationId = await begin()
  app.script = async function* () {
    yield text('answer', 'As a language model I would be glad to')
    yield { ...end, reason: 'length' }
  }
  await consider(conversationId)
  expect(titleOf(conversationId)).toBe('Where shall we go?')
})

test('a title that the user gives while the model writes one is kept', async () => {
  const conversationId = await begin()
  app.script = async function* (request, signal) {
    app.store.conversations.rename(conversationId, 'Mine', 'user')
    yield* saying('Holiday')(request, signal)
  }
  await consider(conversationId)
  expect(titleOf(conversationId)).toBe('Mine')
})

test('a reply runs first: the title releases the engine and is written afterwards', async () => {
  const conversationId = await begin()
  app.script = untilCancelled([text('answer', 'Holi')])
  app.titles.consider(conversationId)
  await app.until(() => app.requests.length === 2)
  app.script = saying('Sure.')
  expect(await app.ask(null, 'Quick')).toMatchObject({ state: 'done', text: 'Sure.' })
  await app.until(() => titleOf(conversationId) === 'Sure')
})

test.each([
  ['the demonstration model', () => Object.assign(app, { model: { ...app.model, isDemo: true } })],
  ['the switch in Settings', () => Object.assign(app, { settings: { ...initialSettings, writesTitles: false } })],
])('%s keeps the first words', async (_, arrange) => {
  const conversationId = await begin()
  arrange()
  app.titles.consider(conversationId)
  expect(app.queue.entries).toEqual([])
  expect(app.requests).toHaveLength(1)
})

test('a cancelled title releases the engine', async () => {
  const conversationId = await begin()
  app.script = untilCancelled([])
  app.titles.consider(conversationId)
  await app.until(() => app.requests.length === 2)
  app.titles.cancel(conversationId)
  await app.until(() => app.queue.entries.length === 0)
  expect(titleOf(conversationId)).toBe('Where shall we go?')
})
