import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from './test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const channel = fc.constantFrom('answer' as const, 'reasoning' as const)
const chunks = fc.array(fc.record({ channel, text: fc.string({ unit: 'grapheme' }) }), { maxLength: 30 })

test('what was appended is what a reader sees before the end, after it, and after a restart', () => {
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

test('the end of a reply keeps all that belongs to it', () => {
  const { conversations, messages } = fixture.store
  const { reply } = messages.addExchange(conversations.create('end').id, 'go', 'tiny')
  const statistics = {
    promptTokens: 3,
    cachedTokens: 1,
    replyTokens: 20,
    firstTokenMs: 12.5,
    tokensPerSecond: 99.25,
    endReason: 'length' as const,
  }
  const error = { code: 'engine-gone' as const, message: 'The model stopped.' }
  messages.finishReply(reply.id, { state: 'failed', error, statistics, reasoningMs: 1_234 })
  const saved = fixture.reopen().messages.get(reply.id)
  expect(saved).toMatchObject({ state: 'failed', error, statistics, reasoningMs: 1_234, model: 'tiny' })
})

test('a reply has one end: nothing is appended after it and no second end replaces it', () => {
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

test('replies without an end are found after a death, with what had come', () => {
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

type Step = { do: 'exchange' } | { do: 'document' } | { do: 'version'; of: number }
const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.constant<Step>({ do: 'exchange' }),
    fc.constant<Step>({ do: 'document' }),
    fc.record({ do: fc.constant('version' as const), of: fc.nat() }),
  ),
  { maxLength: 12 },
)

test('the tree does what a simple one does: the path leads to what was made last, versions are siblings, nothing goes', () => {
  fc.assert(
    fc.property(steps, (plan) => {
      const { conversations, messages } = fixture.store
      const { id } = conversations.create('tree')
      const parents = new Map<string, string | null>()
      const replies: string[] = []
      let leaf: string | null = null
      for (const [turn, step] of plan.entries()) {
        if (step.do === 'exchange') {
          const { user, reply } = messages.addExchange(id, `turn ${turn}`, 'tiny')
          parents.set(user.id, leaf).set(reply.id, user.id)
          replies.push(reply.id)
          leaf = reply.id
        } else if (step.do === 'document') {
          const document = messages.addDocument(id, `job ${turn}`)
          parents.set(document.id, leaf)
          leaf = document.id
        } else {
          const sibling = replies[step.of % Math.max(1, replies.length)]
          if (sibling === undefined) continue
          const version = messages.addVersion(sibling, 'tiny')
          parents.set(version.id, parents.get(sibling) ?? null)
          replies.push(version.id)
          leaf = version.id
        }
      }
      const path: string[] = []
      for (let at = leaf; at !== null; at = parents.get(at) ?? null) path.unshift(at)
      expect(messages.path(id).map((message) => message.id)).toEqual(path)
      for (const [message, parent] of parents) expect(messages.get(message).parentId).toBe(parent)
    }),
    { numRuns: 40 },
  )
})

test('a failed exchange leaves neither half behind', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('halves')
  const notText = { toString: 0 } as unknown as string
  expect(() => messages.addExchange(id, 'the question', notText)).toThrow()
  expect(messages.path(id)).toEqual([])
  expect(conversations.search('question', 5)).toEqual([])
})
