import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../contract/chat.js'
import type { Cut } from '../../../contract/context.js'
import { initialSettings } from '../../../contract/settings.js'
import { TestApp } from '../testing/test-app.js'
import { planCut, type Weighed } from './context.js'
import { requestFrom, toldOf } from './prompt.js'
import { recipeFrom } from './recipe.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const { defaults } = initialSettings
const words = (count: number) => 'word '.repeat(count)

const asked = (conversationId: string, draft = '') => ({
  path: app.runs.path(conversationId),
  cuts: app.store.cuts.ofConversation(conversationId),
  settings: defaults,
  draft,
})

test('the pieces add up to what the engine finds in the whole prompt', async () => {
  const { conversationId } = await app.ask(null, words(40))
  await app.ask(conversationId, words(7))
  const settings = { ...defaults, instructions: words(12) }
  const path = [...app.runs.path(conversationId)]
  const weight = await app.meter.weigh({ path, cuts: [], settings, draft: 'And then?' })
  const draft: Message = { role: 'user', id: 'd', conversationId, parentId: null, text: 'And then?' }
  const whole = requestFrom(recipeFrom(settings), [...path, draft], () => undefined)
  expect(weight?.count.used).toBe(await app.engine.countPrompt(whole))
  const { instructions, messages, draft: written } = weight?.count.pieces ?? fail()
  expect(instructions + messages + written).toBe(weight?.count.used)
  expect(weight?.count).not.toHaveProperty('overflow')
})

const fail = (): never => {
  throw new Error('Nothing was weighed.')
}

test('a keystroke costs its draft: no message is counted twice', async () => {
  const { conversationId } = await app.ask(null, words(40))
  await app.meter.weigh(asked(conversationId, 'A'))
  app.counted.length = 0
  await app.meter.weigh(asked(conversationId, 'An'))
  await app.meter.weigh(asked(conversationId, 'And'))
  expect(app.counted).toEqual([['An'], ['And']])
})

test('what another model counted is forgotten', async () => {
  const { conversationId } = await app.ask(null, words(40))
  await app.meter.weigh(asked(conversationId))
  app.counted.length = 0
  app.model = { ...app.model, name: 'Other' }
  await app.meter.weigh(asked(conversationId))
  expect(app.counted.flat()).toContain(words(40))
})

test('before sending it says by how much the draft is too long, and what would go', async () => {
  const { conversationId } = await app.ask(null, words(400))
  await app.ask(conversationId, words(100))
  const { count } = (await app.meter.weigh(asked(conversationId, words(1_000)))) ?? fail()
  expect(count.reserve).toBe(256)
  expect(count.overflow?.tokens).toBe(count.used + count.reserve - count.available)
  expect(count.overflow).toMatchObject({ dropMessages: 2, foldMessages: 2 })
  const alone = await app.meter.weigh(asked(conversationId, words(2_000)))
  expect(alone?.count.overflow).toMatchObject({ dropMessages: 0, foldMessages: 0 })
})

const roles = fc.constantFrom('user' as const, 'assistant' as const, 'document' as const)
const paths = fc.array(fc.record({ role: roles, tokens: fc.nat({ max: 300 }) }), { maxLength: 12 })

test('a cut leaves room for the reply, takes whole exchanges, never the last thing that was asked, and what came before that only where it must', () => {
  fc.assert(
    fc.property(paths, fc.nat({ max: 100 }), fc.nat({ max: 800 }), (path, draft, comfort) => {
      const weighed = path.map(({ role, tokens }, index): Weighed => {
        const message = { id: String(index), role } as Message
        return { message, tokens }
      })
      const used = 50 + draft + path.reduce((all, { tokens }) => all + tokens, 0)
      const pieces = { instructions: 50, summary: 0, messages: 0, documents: 0, draft }
      const count = { used, available: 1_000, reserve: 120, pieces }
      const plan = planCut(count, weighed, comfort)
      const freeAfter = (cut: number) => 1_000 - used + path.slice(0, cut).reduce((all, { tokens }) => all + tokens, 0)
      const isPossible = (cut: number) =>
        path[cut]?.role !== 'assistant' && (cut < path.length || draft > 0) && freeAfter(cut) >= 120
      const possible = path.map((_, index) => index + 1).filter(isPossible)
      expect(plan !== undefined).toBe(possible.length > 0)
      if (!plan) return
      expect(possible).toContain(plan.count)
      expect(plan.messageId).toBe(String(plan.count - 1))
      expect(plan.frees).toBe(freeAfter(plan.count) - freeAfter(0))
      const asksLeft = (cut: number) =>
        path.slice(cut).filter(({ role }) => role !== 'assistant').length + (draft > 0 ? 1 : 0)
      const isComfortable = (cut: number) => freeAfter(cut) >= comfort && asksLeft(cut) >= 2
      expect(plan.count).toBe(possible.find(isComfortable) ?? possible[0])
    }),
    { numRuns: 400 },
  )
})

test('a clock that was set back does not bring an older summary back', async () => {
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
  expect(toldOf(app.runs.path(conversationId), [fold('older', 2_000), fold('newer', 1_000)]).summary).toBe('newer')
})
