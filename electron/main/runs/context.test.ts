import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../contract/chat.js'
import type { Cut } from '../../../contract/context.js'
import { initialSettings } from '../../../contract/settings.js'
import { TestApp } from '../testing/test-app.js'
import { type CountedMessage, planCut } from './context.js'
import { requestFrom, visibleOf } from './prompt.js'
import { recipeFrom } from './recipe.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const { defaults } = initialSettings
const words = (count: number) => 'word '.repeat(count)

const sourceOf = (conversationId: string, draft = '') => ({
  path: app.runs.path(conversationId),
  cuts: app.store.cuts.ofConversation(conversationId),
  settings: defaults,
  draft,
})

test('the pieces add up to the engine’s count of the whole prompt', async () => {
  const { conversationId } = await app.ask(null, words(40))
  await app.ask(conversationId, words(7))
  const settings = { ...defaults, instructions: words(12) }
  const path = [...app.runs.path(conversationId)]
  const count = await app.meter.countPrompt({ path, cuts: [], settings, draft: 'And then?' })
  const draft: Message = { role: 'user', id: 'd', conversationId, parentId: null, text: 'And then?' }
  const whole = requestFrom(recipeFrom(settings), [...path, draft], {
    summaryOf: () => undefined,
    documentOf: () => undefined,
    batchOf: () => undefined,
  })
  expect(count?.count.used).toBe(await app.engine.countPrompt(whole))
  const { instructions, messages, draft: written } = count?.count.pieces ?? fail()
  expect(instructions + messages + written).toBe(count?.count.used)
  expect(count?.count).not.toHaveProperty('overflow')
})

const fail = (): never => {
  throw new Error('Nothing was counted.')
}

test('a keystroke counts only its draft, no message again', async () => {
  const { conversationId } = await app.ask(null, words(40))
  await app.meter.countPrompt(sourceOf(conversationId, 'A'))
  app.counted.length = 0
  await app.meter.countPrompt(sourceOf(conversationId, 'An'))
  await app.meter.countPrompt(sourceOf(conversationId, 'And'))
  expect(app.counted).toEqual([['An'], ['And']])
})

test('counts of another model are not reused', async () => {
  const { conversationId } = await app.ask(null, words(40))
  await app.meter.countPrompt(sourceOf(conversationId))
  app.counted.length = 0
  app.model = { ...app.model, name: 'Other' }
  await app.meter.countPrompt(sourceOf(conversationId))
  expect(app.counted.flat()).toContain(words(40))
})

test('the overflow before sending names the missing tokens and the messages to cut', async () => {
  const { conversationId } = await app.ask(null, words(400))
  await app.ask(conversationId, words(100))
  const { count } = (await app.meter.countPrompt(sourceOf(conversationId, words(1_000)))) ?? fail()
  expect(count.reserve).toBe(256)
  expect(count.overflow?.tokens).toBe(count.used + count.reserve - count.available)
  expect(count.overflow).toMatchObject({ dropMessages: 2, foldMessages: 2 })
  const alone = await app.meter.countPrompt(sourceOf(conversationId, words(2_000)))
  expect(alone?.count.overflow).toMatchObject({ dropMessages: 0, foldMessages: 0 })
})

const roles = fc.constantFrom('user' as const, 'assistant' as const, 'document' as const)
const paths = fc.array(fc.record({ role: roles, tokens: fc.nat({ max: 300 }) }), { maxLength: 12 })

test('a cut leaves room for the reply, takes whole exchanges, never the last question, and the exchange before it only if it must', () => {
  fc.assert(
    fc.property(paths, fc.nat({ max: 100 }), fc.nat({ max: 800 }), (path, draft, targetFreeTokens) => {
      const counted = path.map(({ role, tokens }, index): CountedMessage => {
        const message = { id: String(index), role } as Message
        return { message, tokens }
      })
      const used = 50 + draft + path.reduce((all, { tokens }) => all + tokens, 0)
      const pieces = { instructions: 50, summary: 0, messages: 0, documents: 0, draft }
      const count = { used, available: 1_000, reserve: 120, pieces }
      const plan = planCut(count, counted, targetFreeTokens)
      const freeAfter = (cut: number) => 1_000 - used + path.slice(0, cut).reduce((all, { tokens }) => all + tokens, 0)
      const isPossible = (cut: number) =>
        path[cut]?.role !== 'assistant' && (cut < path.length || draft > 0) && freeAfter(cut) >= 120
      const possible = path.map((_, index) => index + 1).filter(isPossible)
      expect(plan !== undefined).toBe(possible.length > 0)
      if (!plan) return
      expect(possible).toContain(plan.count)
      expect(plan.messageId).toBe(String(plan.count - 1))
      expect(plan.frees).toBe(freeAfter(plan.count) - freeAfter(0))
      const questionsLeft = (cut: number) =>
        path.slice(cut).filter(({ role }) => role !== 'assistant').length + (draft > 0 ? 1 : 0)
      const isPreferred = (cut: number) => freeAfter(cut) >= targetFreeTokens && questionsLeft(cut) >= 2
      expect(plan.count).toBe(possible.find(isPreferred) ?? possible[0])
    }),
    { numRuns: 400 },
  )
})

test('the newest fold applies, even when the clock was set back', async () => {
  const { conversationId, id: messageId } = await app.ask(null, 'Hello')
  const fold = (id: string, createdAt: number): Cut => ({
    id,
    conversationId,
    messageId,
    createdAt,
    kind: 'folded',
    summary: id,
    state: 'done',
  })
  expect(visibleOf(app.runs.path(conversationId), [fold('older', 2_000), fold('newer', 1_000)]).summary).toBe('newer')
})
