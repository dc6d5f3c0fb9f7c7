import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { recipeFrom } from '../runs/recipe.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const recipe = recipeFrom(initialSettings.defaults)
const channel = fc.constantFrom('answer' as const, 'reasoning' as const)
const chunks = fc.array(fc.record({ channel, text: fc.string({ unit: 'grapheme' }) }), { maxLength: 30 })

test('appended text is the same before the reply ends, after it ends, and after a restart', () => {
  const { id } = fixture.store.conversations.create('appending')
  fc.assert(
    fc.property(chunks, (appended) => {
      const { messages } = fixture.store
      const { reply } = messages.addExchange(id, 'go', 'tiny')
      for (const chunk of appended) messages.appendReply(reply.id, chunk.channel, chunk.text)
      const of = (name: string) =>
        appended
          .filter((chunk) => chunk.channel === name)
          .map(({ text }) => text)
          .join('')
      const expected = { text: of('answer'), reasoning: of('reasoning') }
      expect(messages.get(reply.id)).toMatchObject({ ...expected, state: 'waiting' })
      expect(messages.finishReply(reply.id, { state: 'done' })).toMatchObject({ ...expected, state: 'done' })
      expect(messages.path(id).at(-1)).toMatchObject(expected)
    }),
    { numRuns: 60 },
  )
  const before = fixture.store.messages.path(id)
  expect(fixture.reopen().messages.path(id)).toEqual(before)
})

test('a finished reply keeps its error, statistics and times', () => {
  const { conversations, messages } = fixture.store
  const { reply } = messages.addExchange(conversations.create('end').id, 'go', 'tiny')
  const statistics = {
    promptTokens: 3,
    cachedTokens: 1,
    replyTokens: 20,
    reasoningTokens: 5,
    firstTokenMs: 12.5,
    tokensPerSecond: 99.25,
    endReason: 'length' as const,
  }
  const error = { code: 'engine-gone' as const, message: 'The model stopped.' }
  messages.finishReply(reply.id, { state: 'failed', error, statistics, reasoningMs: 1_234 })
  const saved = fixture.reopen().messages.get(reply.id)
  expect(saved).toMatchObject({ state: 'failed', error, statistics, reasoningMs: 1_234, model: 'tiny' })
})

test('a reply ends once: no text is appended afterwards and no second end replaces the first', () => {
  const { conversations, messages } = fixture.store
  const { reply, user } = messages.addExchange(conversations.create('once').id, 'go', 'tiny')
  messages.appendReply(reply.id, 'answer', 'all of it')
  messages.finishReply(reply.id, { state: 'stopped' })
  const refused = expect.objectContaining({ code: 'refused' })
  expect(() => messages.appendReply(reply.id, 'answer', ' and more')).toThrowError(refused)
  expect(() => messages.finishReply(reply.id, { state: 'done' })).toThrowError(refused)
  expect(() => messages.appendReply(user.id, 'answer', 'words in my mouth')).toThrowError(refused)
  expect(messages.get(reply.id)).toMatchObject({ text: 'all of it', state: 'stopped' })
})

test('unfinished replies are found after a crash, with the text received so far', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('death')
  const { reply } = messages.addExchange(id, 'go', 'tiny')
  messages.appendReply(reply.id, 'reasoning', 'hm')
  messages.appendReply(reply.id, 'answer', 'half a sen')
  const after = fixture.reopen()
  expect(after.messages.unfinished()).toMatchObject([{ id: reply.id, text: 'half a sen', reasoning: 'hm' }])
  after.messages.finishReply(reply.id, { state: 'failed' })
  expect(after.messages.unfinished()).toEqual([])
})

test('a failed exchange stores neither of its two messages', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('halves')
  const notText = { toString: 0 } as unknown as string
  expect(() => messages.addExchange(id, 'the question', notText)).toThrow()
  expect(messages.path(id)).toEqual([])
  expect(conversations.search('question', 5)).toEqual([])
})

test('a failed reply is retried in place, and a finished one is not', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('again')
  const { reply } = messages.addExchange(id, 'go', 'tiny', recipe)
  messages.finishReply(reply.id, { state: 'failed', error: { code: 'context-full', message: 'Full.' } })
  const other = { ...recipe, effort: 'high' as const }
  expect(messages.restartReply(reply.id, 'big', other)).toMatchObject({ state: 'waiting', model: 'big', recipe: other })
  expect(messages.get(reply.id)).not.toHaveProperty('error')
  messages.appendReply(reply.id, 'answer', 'Here.')
  messages.finishReply(reply.id, { state: 'done' })
  expect(() => messages.restartReply(reply.id, 'big', other)).toThrowError(expect.objectContaining({ code: 'refused' }))
  expect(messages.path(id).at(-1)).toMatchObject({ id: reply.id, text: 'Here.' })
})

test('a continuation starts with the whole text of the version it continues, also after a retry', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('on')
  const { reply } = messages.addExchange(id, 'go', 'tiny', recipe)
  messages.appendReply(reply.id, 'reasoning', 'Hm.')
  messages.appendReply(reply.id, 'answer', 'Half')
  messages.finishReply(reply.id, { state: 'stopped' })
  const more = messages.addContinuation(reply.id, 'tiny', recipe)
  messages.finishReply(more.id, { state: 'failed', error: { code: 'context-full', message: 'Full.' } })
  messages.restartReply(more.id, 'tiny', recipe)
  messages.appendReply(more.id, 'answer', ' and half.')
  messages.finishReply(more.id, { state: 'done' })
  const after = fixture.reopen()
  expect(after.messages.get(more.id)).toMatchObject({ reasoning: 'Hm.', text: 'Half and half.' })
  expect(after.messages.get(reply.id)).toMatchObject({ reasoning: 'Hm.', text: 'Half', state: 'stopped' })
  expect(after.messages.continuedFrom(more.id)?.id).toBe(reply.id)
  expect(after.messages.continuedFrom(reply.id)).toBeUndefined()
})

test('a reply edited by the user is found by search and marked as edited', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('words')
  const { reply } = messages.addExchange(id, 'go', 'tiny', recipe)
  messages.finishReply(reply.id, { state: 'done' })
  expect(messages.editReply(reply.id, 'The lighthouse keeper.')).toMatchObject({ isEdited: true, state: 'done' })
  expect(conversations.search('lighthouse', 5)).toHaveLength(1)
})

test('a reply continued by another model names the first model, through every continuation', () => {
  const { conversations, messages } = fixture.store
  const { reply } = messages.addExchange(conversations.create('begun').id, 'go', 'large')
  messages.finishReply(reply.id, { state: 'stopped' })
  const same = messages.addContinuation(reply.id, 'large', recipe)
  expect(same).not.toHaveProperty('begunBy')
  messages.finishReply(same.id, { state: 'stopped' })
  const other = messages.addContinuation(same.id, 'small', recipe)
  messages.finishReply(other.id, { state: 'stopped' })
  expect(messages.addContinuation(other.id, 'small', recipe)).toMatchObject({ model: 'small', begunBy: 'large' })
})

test('a continuation of text by the user stays marked as edited', () => {
  const { conversations, messages } = fixture.store
  const { reply } = messages.addExchange(conversations.create('edited').id, 'go', 'tiny')
  messages.finishReply(reply.id, { state: 'done' })
  const edited = messages.editReply(reply.id, 'As I put it')
  expect(messages.addContinuation(edited.id, 'tiny', recipe)).toMatchObject({ isEdited: true })
})
