import { afterEach, beforeEach, expect, test } from 'vitest'
import { saying, TestApp, text, untilCancelled } from '../testing/test-app.js'
import { ClaimChecks } from './claim-checks.js'

let app: TestApp
let checks: ClaimChecks
let replyId: string
let conversationId: string
const reviewed: string[] = []
beforeEach(async () => {
  app = new TestApp()
  const { store, engine, queue } = app
  const onReview = ({ id }: { readonly id: string }) => void reviewed.push(id)
  checks = new ClaimChecks({ store, engine, queue, loadModel: () => {}, onReview })
  app.script = saying('It was built in 1889. Cats like milk a lot. I hope this helps you.')
  const reply = await app.ask(null, 'Tell me of it')
  replyId = reply.id
  conversationId = reply.conversationId
})
afterEach(() => app.remove())

const claims = () => app.last(conversationId).claims
const texts = () => claims()?.list.map((claim) => claim.text)
const large = () => {
  app.model = { ...app.model, contextLength: 131_072 }
}

test('a small model is not asked: the claims are found by words', () => {
  checks.start(replyId)
  expect(claims()).toEqual({ foundBy: 'words', list: [{ text: 'It was built in 1889.', state: 'unchecked' }] })
  expect(app.queue.entries).toEqual([])
  expect(reviewed).toContain(replyId)
})

test('a large model adds sentences by their numbers, and what a person has said stays', async () => {
  large()
  app.script = saying('2, 99')
  checks.start(replyId)
  app.store.messages.setClaims(replyId, { foundBy: 'words', list: [{ text: 'It was built in 1889.', state: 'wrong' }] })
  await app.until(() => claims()?.foundBy === 'model')
  expect(claims()?.list).toEqual([
    { text: 'It was built in 1889.', state: 'wrong' },
    { text: 'Cats like milk a lot.', state: 'unchecked' },
  ])
  expect(app.told.at(-1)).toContain('(2) Cats like milk a lot.')
})

test('a reply that is asked for goes first, and the check begins again after it', async () => {
  large()
  app.script = untilCancelled([text('answer', '3')])
  checks.start(replyId)
  await app.until(() => app.requests.length > 1)
  app.script = saying('2')
  await app.ask(null, 'Another')
  await app.until(() => claims()?.foundBy === 'model')
  expect(texts()).toEqual(['It was built in 1889.', 'Cats like milk a lot.'])
})

test('an engine that fails and a check that is cancelled leave the claims by words', async () => {
  large()
  app.script = () => {
    throw new Error('gone')
  }
  checks.start(replyId)
  await app.until(() => app.queue.entries.length === 0)
  app.script = untilCancelled([text('answer', '2')])
  checks.start(replyId)
  await app.until(() => app.requests.length > 2)
  checks.cancel(replyId)
  await checks.stopAll()
  expect(claims()).toMatchObject({ foundBy: 'words' })
  expect(texts()).toEqual(['It was built in 1889.'])
  expect(app.queue.entries).toEqual([])
})

test('only a reply is checked', () => {
  const [question] = app.store.messages.path(conversationId)
  expect(() => checks.start(question?.id ?? '')).toThrow('Only a reply')
})
