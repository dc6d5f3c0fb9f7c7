import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { recipeFrom } from '../runs/recipe.js'
import { addDocument } from '../testing/test-document.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const recipe = recipeFrom(initialSettings.defaults)

/** A reply as the store gives it back that has `stored` in the column. */
function replyWith(column: 'recipe' | 'statistics' | 'verdict', stored: string) {
  const { conversations, messages } = fixture.store
  const { reply } = messages.addExchange(conversations.create('stored').id, 'go', 'tiny', recipe)
  messages.finishReply(reply.id, { state: 'done' })
  fixture.run(`UPDATE messages SET ${column} = ? WHERE id = ?`, stored, reply.id)
  return fixture.store.messages.get(reply.id)
}

test.each([
  ['of an earlier version', { minP: undefined, topK: undefined, modelId: undefined }, { ...recipe, maxTokens: 9 }],
  ['of a later version', { mood: 'calm' }, { ...recipe, maxTokens: 9 }],
])('a recipe %s loses no more than that', (_, change, expected) => {
  const stored = JSON.stringify({ ...recipe, maxTokens: 9, ...change })
  expect(replyWith('recipe', stored)).toHaveProperty('recipe', expected)
})

const verdict = { outcome: 'flagged', reason: 'Bad.', rules: ['V1'], policyId: 'p', isHeld: true } as const

test.each([
  ['of a later version', { ...verdict, mood: 'stern' }, verdict],
  ['with a damaged field', { ...verdict, rules: 7 }, { ...verdict, rules: [] }],
  ['with a damaged outcome', { ...verdict, outcome: 'fine' }, { ...verdict, outcome: 'unchecked' }],
])('a decision of the content filter %s loses no more than that', (_, stored, expected) => {
  expect(replyWith('verdict', JSON.stringify(stored))).toHaveProperty('verdict', expected)
})

test('a decision of which nothing is left is none, and not allowed', () => {
  expect(replyWith('verdict', '7')).toHaveProperty('verdict.outcome', 'unchecked')
})

test('what a reply of the first version with documents saw of them is still known', () => {
  const told = { ...recipe.told, documents: [{ messageId: 'm', documentId: 'd', view: 'whole' }] }
  expect(replyWith('recipe', JSON.stringify({ ...recipe, told }))).toHaveProperty('recipe.told.documents', [
    { messageId: 'm', documentId: 'd', sees: 'whole' },
  ])
})

test('what a reply saw of documents is kept as it was', () => {
  const place = { messageId: 'm', documentId: 'd' }
  const documents = [
    { ...place, sees: 'passages', pieces: [{ page: 3, passage: 2, start: 4, end: 90 }] },
    { ...place, sees: 'gone' },
  ]
  const told = { ...recipe.told, documents }
  expect(replyWith('recipe', JSON.stringify({ ...recipe, told }))).toHaveProperty('recipe.told.documents', documents)
})

test.each([
  { told: undefined },
  { told: { afterId: 7 } },
  { seed: null },
  { date: 'today' },
  { maxTokens: 'many' },
  { effort: 'extreme' },
  { instructions: 7 },
  { reasoningControl: 'none' },
  { opening: 'loud' },
])(
  'nothing is made up for what a recipe has lost, because the reply would offer a repetition that is none: %j',
  (change) => {
    const reply = replyWith('recipe', JSON.stringify({ ...recipe, ...change }))
    expect(reply).toMatchObject({ role: 'assistant', state: 'done' })
    expect(reply).not.toHaveProperty('recipe')
  },
)

const statistics = {
  promptTokens: 3,
  cachedTokens: 1,
  replyTokens: 20,
  reasoningTokens: 5,
  firstTokenMs: 12.5,
  tokensPerSecond: 99.25,
  endReason: 'length' as const,
}

test.each([
  ['of an earlier version', { reasoningTokens: undefined }, { ...statistics, reasoningTokens: 0 }],
  ['of a later version', { watts: 30 }, statistics],
  ['with a damaged field', { leftOutTokens: -1 }, statistics],
])('statistics %s lose no more than that', (_, change, expected) => {
  const stored = JSON.stringify({ ...statistics, ...change })
  expect(replyWith('statistics', stored)).toHaveProperty('statistics', expected)
})

const settings = { ...initialSettings.defaults, instructions: 'Be brief.', temperature: 0.2 }
const { topK: __, ...fewer } = settings

const storedSettings = [
  ['of an earlier version', fewer, settings],
  ['of a later version', { ...settings, mood: 'calm' }, settings],
  ['with a damaged field', { ...settings, temperature: 9 }, { ...settings, temperature: null }],
  ['that are no object', 7, initialSettings.defaults],
] as const

test.each(storedSettings)('settings of a conversation %s lose no more than that', (_, stored, expected) => {
  const { id } = fixture.store.conversations.create('stored', settings)
  fixture.run('UPDATE conversations SET settings = ? WHERE id = ?', JSON.stringify(stored), id)
  expect(fixture.store.conversations.settings(id)).toEqual(expected)
})

test.each(storedSettings)('a preset %s loses no more than that', (_, stored, expected) => {
  const { id } = fixture.store.presets.save('stored', settings).preset
  fixture.run('UPDATE presets SET settings = ? WHERE id = ?', JSON.stringify(stored), id)
  expect(fixture.store.presets.list()).toEqual([{ id, name: 'stored', settings: expected }])
})

test('what a later version stored in settings survives a change by this one', () => {
  const { conversations, presets } = fixture.store
  const { id } = conversations.create('later')
  const { preset } = presets.save('Calm', initialSettings.defaults)
  const stored = JSON.stringify({ ...initialSettings.defaults, mood: 'calm' })
  fixture.run('UPDATE conversations SET settings = ? WHERE id = ?', stored, id)
  fixture.run('UPDATE presets SET settings = ? WHERE id = ?', stored, preset.id)
  const changed = { ...initialSettings.defaults, seed: 7 }
  conversations.setSettings(id, changed)
  presets.save('Calm', changed)
  const kept = (table: string) =>
    JSON.parse(fixture.textOf(`SELECT settings FROM ${table} WHERE settings LIKE '%mood%'`)) as unknown
  expect([kept('conversations'), kept('presets')]).toEqual([
    { ...changed, mood: 'calm' },
    { ...changed, mood: 'calm' },
  ])
})

test('a document of a kind that only a later version knows is not read, and keeps its original', () => {
  const { documents } = fixture.store
  const { id } = addDocument(fixture.store, null)
  fixture.run('INSERT INTO originals (document_id, bytes) VALUES (?, ?)', id, Uint8Array.from([1, 2]))
  fixture.run("UPDATE documents SET kind = 'hologram' WHERE id = ?", id)
  expect(() => documents.requireKnownKind(id)).toThrow('A newer version of Parley added this document.')
  fixture.run("UPDATE documents SET kind = 'text' WHERE id = ?", id)
  expect(() => documents.requireKnownKind(id)).not.toThrow()
  expect(documents.storedBytes(id)).toEqual(Uint8Array.from([1, 2]))
})

test('damaged lists of a document cost neither the document nor the conversation', () => {
  const { conversations, documents, jobs } = fixture.store
  const { id: conversationId } = conversations.create('damaged')
  const document = addDocument(fixture.store, conversationId)
  const { id } = jobs.create(document.id)
  const point = { text: 'One.', isQuote: true }
  fixture.run('UPDATE jobs SET summary = ? WHERE id = ?', JSON.stringify([point, 7]), id)
  fixture.run("UPDATE documents SET remarks = '{', state = 'read' WHERE id = ?", document.id)
  fixture.run(
    "INSERT INTO pages (document_id, page, state, passages) VALUES (?, 1, 'read', '[7, \"One.\"]')",
    document.id,
  )
  expect(jobs.ofConversation(conversationId)).toMatchObject([{ summary: [point] }])
  expect(documents.ofConversation(conversationId)).toMatchObject([{ remarks: [] }])
  expect(documents.page(document.id, 1).passages).toEqual(['One.'])
})

test('a point of a summary loses only what is damaged, and one of an earlier version stays', () => {
  const { conversations, jobs } = fixture.store
  const { id: conversationId } = conversations.create('points')
  const { id } = jobs.create(addDocument(fixture.store, conversationId).id)
  const point = { text: 'One.', page: 1, passage: 2, isQuote: true }
  const checked = { ...point, heading: 'Ferries', support: 0.5, unfound: ['1998'] }
  const damaged = { ...point, heading: 7, support: 3, unfound: 'none' }
  fixture.run('UPDATE jobs SET summary = ? WHERE id = ?', JSON.stringify([point, checked, damaged]), id)
  expect(jobs.get(id).summary).toEqual([point, checked, point])
})
