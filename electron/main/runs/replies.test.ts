import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../contract/errors.js'
import { initialSettings } from '../../../contract/settings.js'
import { end, saying, TestApp, text, untilCancelled } from '../testing/test-app.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const refused = expect.objectContaining({ code: 'refused' })
const ids = (conversationId: string) => app.store.messages.path(conversationId).map(({ id }) => id)

test('a new conversation gets the defaults, not the settings of another conversation', async () => {
  app.settings = { ...initialSettings, defaults: { ...initialSettings.defaults, effort: 'low', topP: 0.9 } }
  const first = await app.ask(null, 'Hello')
  app.store.conversations.setSettings(first.conversationId, {
    ...initialSettings.defaults,
    instructions: 'Be rude.',
    temperature: 2,
    effort: 'high',
    seed: 4,
    maxTokens: 10,
    minP: 0,
    topK: 40,
  })
  await app.ask(first.conversationId, 'And?')
  expect(app.requests.at(-1)).toMatchObject({
    instructions: 'Be rude.',
    temperature: 2,
    effort: 'high',
    seed: 4,
    maxTokens: 10,
    minP: 0,
    topK: 40,
  })
  await app.ask(null, 'Hello again')
  expect(app.requests.at(-1)).toMatchObject({ effort: 'low', topP: 0.9 })
  for (const absent of ['instructions', 'temperature', 'maxTokens', 'minP', 'topK', 'continuation']) {
    expect(app.requests.at(-1)).not.toHaveProperty(absent)
  }
})

test('“try again with” changes one version only', async () => {
  const first = await app.ask(null, 'Hello')
  app.replies.regenerate(first.id, { effort: 'high', temperature: 0 })
  await app.runs.finished(first.conversationId)
  expect(app.requests.at(-1)).toMatchObject({ effort: 'high', temperature: 0 })
  expect(app.last(first.conversationId).recipe).toMatchObject({ effort: 'high', temperature: 0 })
  app.replies.regenerate(first.id)
  await app.runs.finished(first.conversationId)
  expect(app.requests.at(-1)).toMatchObject({ effort: 'medium' })
  expect(app.last(first.conversationId).versions).toMatchObject({ index: 3, count: 3 })
})

test('another version gets another seed even if one is set; a new message uses the set seed', async () => {
  app.settings = { ...initialSettings, defaults: { ...initialSettings.defaults, seed: 4 } }
  const first = await app.ask(null, 'Hello')
  app.replies.regenerate(first.id)
  await app.runs.finished(first.conversationId)
  expect(app.requests.at(-1)?.seed).not.toBe(4)
  app.replies.regenerate(first.id, { temperature: 2 })
  await app.runs.finished(first.conversationId)
  expect(app.requests.at(-1)?.seed, 'nothing else is different').toBe(4)
  await app.ask(first.conversationId, 'And?')
  expect(app.requests.at(-1)?.seed).toBe(4)
})

test('an edited message gets a new reply beside the old one, and windows get the new part of the path', async () => {
  const first = await app.ask(null, 'one')
  const second = await app.ask(first.conversationId, 'two')
  await app.ask(first.conversationId, 'three')
  app.changes.length = 0
  const { messageId } = app.replies.edit(second.parentId ?? '', 'other')
  await app.runs.finished(first.conversationId)
  expect(app.told).toEqual(['one', 'Hello.', 'other'])
  expect(app.changes[0]).toMatchObject({
    type: 'branch',
    afterId: first.id,
    messages: [{ id: messageId, versions: { index: 2, count: 2, previousId: second.parentId } }, { state: 'waiting' }],
  })
  app.replies.choose(second.parentId ?? '')
  expect(ids(first.conversationId)).toHaveLength(6)
  expect(ids(first.conversationId)).toContain(second.id)
})

test('the next prompt contains an edited reply as edited', async () => {
  const first = await app.ask(null, 'one')
  app.replies.edit(first.id, 'As I wrote it.')
  await app.ask(first.conversationId, 'two')
  expect(app.told).toEqual(['one', 'As I wrote it.', 'two'])
  expect(app.store.messages.get(first.id)).toMatchObject({ text: 'Hello.' })
})

test('a stopped answer continues in a new version, from its own text', async () => {
  app.script = untilCancelled([text('reasoning', 'Hm.'), text('answer', 'Half')])
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.running(conversationId).text === 'Half')
  await app.runs.stop(conversationId)
  const half = app.last(conversationId)
  app.script = saying(' and half.')
  app.replies.continueReply(half.id)
  await app.runs.finished(conversationId)
  expect(app.requests.at(-1)?.continuation).toEqual({ reasoning: 'Hm.', text: 'Half', channel: 'answer' })
  expect(app.last(conversationId)).toMatchObject({ text: 'Half and half.', reasoning: 'Hm.', state: 'done' })
  expect(app.store.messages.get(half.id)).toMatchObject({ text: 'Half', state: 'stopped' })
})

test.each([
  ['reasoning that reached its own limit continues', { reason: 'length', replyTokens: 9 }, 9, 'reasoning'],
  ['reasoning that filled the context is followed by the answer', { reason: 'length', replyTokens: 8 }, 9, 'answer'],
  ['reasoning without a limit that filled the context is followed by the answer', { reason: 'length' }, null, 'answer'],
  ['reasoning that the model ended is followed by the answer', { reason: 'stop' }, null, 'answer'],
] as const)('only analysis came: %s', async (_, how, maxTokens, channel) => {
  app.script = async function* () {
    yield text('reasoning', 'I think.')
    yield { ...end, ...how }
  }
  app.settings = { ...initialSettings, defaults: { ...initialSettings.defaults, maxTokens } }
  const only = await app.ask(null, 'Hello')
  expect(only).toMatchObject({ state: 'failed', reasoning: 'I think.', error: { code: 'no-answer' } })
  app.script = saying('So.')
  app.replies.continueReply(only.id)
  await app.runs.finished(only.conversationId)
  expect(app.requests.at(-1)?.continuation).toEqual({ reasoning: 'I think.', text: '', channel })
  expect(app.last(only.conversationId)).toMatchObject({ reasoning: 'I think.', text: 'So.', state: 'done' })
})

test('Answer now ends the reasoning in the engine, and the same reply continues', async () => {
  let go = () => {}
  app.script = async function* () {
    yield text('reasoning', 'Hm.')
    yield { type: 'reasoning-progress', tokens: 3 }
    await new Promise<void>((resolve) => {
      go = resolve
    })
    yield { type: 'reasoning-ended' }
    yield text('answer', 'So.')
    yield end
  }
  app.onAnswerNow = () => go()
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.running(conversationId).reasoningProgress?.tokens === 3)
  await app.runs.answerNow(conversationId)
  await app.runs.finished(conversationId)
  const reply = app.last(conversationId)
  expect(reply).toMatchObject({ reasoning: 'Hm.', text: 'So.', recipe: { reasoningControl: 'ended-by-user' } })
  expect(reply.reasoningMs).toBeGreaterThanOrEqual(0)
  expect(() => app.replies.repeat(reply.id)).toThrowError(refused)
})

test('Answer now between the request and the engine’s first event is not lost', async () => {
  let go = () => {}
  const answered = new Promise<void>((resolve) => {
    app.onAnswerNow = resolve
  })
  app.script = async function* () {
    await new Promise<void>((resolve) => {
      go = resolve
    })
    yield text('reasoning', 'Hm.')
    await answered
    yield { type: 'reasoning-ended' }
    yield text('answer', 'So.')
    yield end
  }
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.requests.length === 1)
  await app.runs.answerNow(conversationId)
  go()
  await app.runs.finished(conversationId)
  expect(app.last(conversationId)).toMatchObject({ text: 'So.', recipe: { reasoningControl: 'ended-by-user' } })
})

test('Answer now while the reply waits makes it start with the answer', async () => {
  app.script = untilCancelled([])
  const first = app.replies.send(null, 'Hello')
  const second = app.replies.send(null, 'Hello too')
  await app.runs.answerNow(second.conversationId)
  app.script = saying('So.')
  await app.runs.stop(first.conversationId)
  await app.runs.finished(second.conversationId)
  expect(app.requests.at(-1)?.continuation).toEqual({ reasoning: '', text: '', channel: 'answer' })
  expect(app.last(second.conversationId)).toMatchObject({ text: 'So.', recipe: { reasoningControl: 'skipped' } })
})

test('a failed reply without text is retried in its place; one with text is kept', async () => {
  app.script = async function* () {
    yield* []
    throw new AppError('engine-gone', 'The model stopped.')
  }
  const failed = await app.ask(null, 'Hello')
  app.script = untilFailed('Half a')
  app.replies.regenerate(failed.id)
  await app.runs.finished(failed.conversationId)
  expect(app.last(failed.conversationId)).toMatchObject({ id: failed.id, text: 'Half a', state: 'failed' })
  app.script = saying('Whole.')
  app.replies.regenerate(failed.id)
  await app.runs.finished(failed.conversationId)
  expect(app.last(failed.conversationId)).toMatchObject({ text: 'Whole.', versions: { index: 2, count: 2 } })
})

const untilFailed = (words: string) =>
  async function* () {
    yield text('answer', words)
    throw new AppError('engine-gone', 'The model stopped.')
  }

test('repeating a reply uses its recipe, even after the settings changed', async () => {
  const settings = { ...initialSettings.defaults, instructions: 'Rhyme.', temperature: 1.5, topP: 0.8 }
  const { conversationId } = app.replies.send(null, 'Hello', settings)
  await app.runs.finished(conversationId)
  const first = app.last(conversationId)
  app.store.conversations.setSettings(conversationId, initialSettings.defaults)
  app.replies.repeat(first.id)
  await app.runs.finished(conversationId)
  expect(app.requests[1]).toEqual(app.requests[0])
  app.model = { ...app.model, id: 'Other', name: 'Other' }
  expect(() => app.replies.repeat(first.id)).toThrowError(refused)
  app.otherModels.push('Test')
  app.replies.repeat(first.id)
  await app.runs.finished(conversationId)
  expect(app.last(conversationId)).toMatchObject({ model: 'Test', versions: { count: 3 } })
})

test('“try again with” another model keeps the first version, and the next message uses the new model', async () => {
  const first = await app.ask(null, 'Hello')
  app.replies.regenerate(first.id, { modelId: 'Other', effort: 'low' })
  await app.runs.finished(first.conversationId)
  expect(app.last(first.conversationId)).toMatchObject({ model: 'Other', recipe: { effort: 'low' } })
  expect(app.store.messages.get(first.id)).toMatchObject({ model: 'Test' })
  expect(await app.ask(first.conversationId, 'And?')).toMatchObject({ model: 'Other' })
})

test('a refused “try again with” changes no model', async () => {
  const first = await app.ask(null, 'Hello')
  app.script = untilCancelled([])
  app.replies.send(first.conversationId, 'Wait')
  expect(() => app.replies.regenerate(first.id, { modelId: 'Other' })).toThrowError(refused)
  expect(app.model.name).toBe('Test')
  await app.runs.stop(first.conversationId)
})

test('repeating a continuation starts from the same text', async () => {
  app.script = untilFailed('Half')
  const half = await app.ask(null, 'Hello')
  app.script = saying(' and half.')
  app.replies.continueReply(half.id)
  await app.runs.finished(half.conversationId)
  app.replies.repeat(app.last(half.conversationId).id)
  await app.runs.finished(half.conversationId)
  expect(app.requests.at(-1)).toEqual(app.requests.at(-2))
  expect(app.last(half.conversationId)).toMatchObject({ text: 'Half and half.', versions: { count: 3 } })
})

test('messages cannot be changed while a reply is being made, or in the trash', async () => {
  const first = await app.ask(null, 'Hello')
  const { conversationId } = first
  app.script = untilCancelled([])
  app.replies.send(conversationId, 'Wait')
  const acts = [
    () => app.replies.send(conversationId, 'More'),
    () => app.replies.regenerate(first.id),
    () => app.replies.repeat(first.id),
    () => app.replies.continueReply(first.id),
    () => app.replies.edit(first.id, 'x'),
    () => app.replies.choose(first.id),
  ]
  for (const act of acts) expect(act).toThrowError(refused)
  await app.runs.stop(conversationId)
  app.store.conversations.trash(conversationId)
  for (const act of acts) expect(act).toThrowError(refused)
  expect(ids(conversationId)).toHaveLength(4)
})

/** The last reply of three exchanges; the first is dropped, or folded into "They said words." */
async function cutConversation(kind: 'dropped' | 'folded'): Promise<{ conversationId: string; cutId: string }> {
  const { conversationId } = await app.ask(null, 'one')
  const [, first] = app.store.messages.path(conversationId)
  await app.ask(conversationId, 'two')
  const cut = app.store.cuts.add(conversationId, first?.id ?? '', kind)
  app.store.cuts.finish(cut.id, { state: 'done', summary: kind === 'folded' ? 'They said words.' : '' })
  return { conversationId, cutId: cut.id }
}

test.each([
  ['undone', (cutId: string) => app.cuts.undo(cutId)],
  ['edited', async (cutId: string) => app.cuts.edit(cutId, 'They said other words.')],
])('the request of a reply stays the same, also when repeated, after its fold is %s', async (_, change) => {
  const { conversationId, cutId } = await cutConversation('folded')
  const reply = await app.ask(conversationId, 'three')
  const request = app.requests.at(-1)
  expect(request?.messages[0]?.text).toContain('They said words.')
  await change(cutId)
  expect(app.replies.requestOf(reply)).toEqual(request)
  app.replies.repeat(reply.id)
  await app.runs.finished(conversationId)
  expect(app.requests.at(-1)).toEqual(request)
})

test('repeating a reply still sends a summary whose fold was undone after a later drop', async () => {
  const { conversationId, cutId } = await cutConversation('folded')
  const path = app.store.messages.path(conversationId)
  const drop = app.store.cuts.add(conversationId, path.at(-1)?.id ?? '', 'dropped')
  app.store.cuts.finish(drop.id, { state: 'done', summary: '' })
  const reply = await app.ask(conversationId, 'three')
  const request = app.requests.at(-1)
  expect(request?.messages.map((message) => message.text)).toEqual([
    expect.stringContaining('They said words.'),
    'three',
  ])
  await app.cuts.undo(cutId)
  app.replies.repeat(reply.id)
  await app.runs.finished(conversationId)
  expect(app.requests.at(-1)).toEqual(request)
})

test('Answer now on a waiting reply is part of its request, so the reply can be repeated', async () => {
  app.script = untilCancelled([])
  const other = app.replies.send(null, 'Other')
  app.script = saying('So.')
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.runs.answerNow(conversationId)
  await app.runs.stop(other.conversationId)
  await app.runs.finished(conversationId)
  const request = app.requests.at(-1)
  expect(request?.continuation).toEqual({ reasoning: '', text: '', channel: 'answer' })
  const reply = app.last(conversationId)
  expect(app.replies.requestOf(reply)).toEqual(request)
  app.replies.repeat(reply.id)
  await app.runs.finished(conversationId)
  expect(app.requests.at(-1)).toEqual(request)
})

test('a failed reply before other messages is not retried in its place, because their requests do not contain it', async () => {
  app.script = untilFailed('')
  const failed = await app.ask(null, 'one')
  app.script = saying('Fine.')
  const later = await app.ask(failed.conversationId, 'two')
  const request = app.requests.at(-1)
  app.replies.regenerate(failed.id)
  await app.runs.finished(failed.conversationId)
  expect(app.store.messages.get(failed.id)).toMatchObject({ state: 'failed', text: '' })
  expect(app.replies.requestOf(later)).toEqual(request)
})

test('on a continuation without new text, Regenerate makes a fresh reply and Continue tries again', async () => {
  app.script = untilFailed('Half')
  const half = await app.ask(null, 'Hello')
  app.script = untilFailed('')
  app.replies.continueReply(half.id)
  await app.runs.finished(half.conversationId)
  const blank = app.last(half.conversationId)
  app.script = saying(' and half.')
  app.replies.continueReply(blank.id)
  await app.runs.finished(half.conversationId)
  expect(app.last(half.conversationId)).toMatchObject({ id: blank.id, text: 'Half and half.' })

  app.script = untilFailed('')
  app.replies.continueReply(half.id)
  await app.runs.finished(half.conversationId)
  app.script = saying('Afresh.')
  app.replies.regenerate(app.last(half.conversationId).id)
  await app.runs.finished(half.conversationId)
  expect(app.requests.at(-1)).not.toHaveProperty('continuation')
  expect(app.last(half.conversationId).text).toBe('Afresh.')
})

test('reasoning that a crash interrupted continues as reasoning', async () => {
  app.script = async function* () {
    yield text('reasoning', 'I thi')
    throw new AppError('engine-gone', 'The model stopped.')
  }
  const cut = await app.ask(null, 'Hello')
  app.script = saying('So.')
  app.replies.continueReply(cut.id)
  await app.runs.finished(cut.conversationId)
  expect(app.requests.at(-1)?.continuation).toEqual({ reasoning: 'I thi', text: '', channel: 'reasoning' })
})
