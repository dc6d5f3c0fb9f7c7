import { afterEach, beforeEach, expect, test } from 'vitest'
import type { GenerateRequest } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { end, type Script, saying, TestApp, text, untilCancelled } from '../testing/test-app.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const words = (count: number) => 'word '.repeat(count)
const isFold = ({ messages }: GenerateRequest) => messages[0]?.text.startsWith('Summarise the conversation') ?? false

/** Like the engine, refuses a prompt that does not fit and answers any other; folds get a summary. */
const honest = (summary: string): Script =>
  async function* (request) {
    const used = await app.engine.countPrompt(request)
    const reserve = Math.min(256, request.maxTokens ?? 256)
    if (used + reserve > app.model.contextLength) throw new AppError('context-full', 'It does not fit.')
    yield text('answer', isFold(request) ? summary : 'Hello.')
    yield end
  }

/** A conversation whose last message did not fit: it is saved, and its reply failed before a word was generated. */
async function overflow(summary = 'They said words.'): Promise<string> {
  app.script = honest(summary)
  const { conversationId } = await app.ask(null, words(500))
  await app.ask(conversationId, words(500))
  const full = await app.ask(conversationId, words(600))
  expect(full).toMatchObject({ state: 'failed', text: '', error: { code: 'context-full' } })
  return conversationId
}

const cutsOf = (conversationId: string) => app.cuts.onPath(conversationId, app.store.messages.pathIds(conversationId))

async function folded(conversationId: string): Promise<void> {
  await app.cuts.foldOldest(conversationId, '')
  await app.until(() => app.cuts.isIdle)
  await app.runs.finished(conversationId)
}

test('dropping the oldest turns is stored, and the reply is retried in its place', async () => {
  const conversationId = await overflow()
  const failed = app.last(conversationId).id
  await app.cuts.dropOldest(conversationId, '')
  await app.runs.finished(conversationId)
  expect(app.last(conversationId)).toMatchObject({ id: failed, state: 'done', text: 'Hello.' })
  expect(app.told).toEqual([words(500), 'Hello.', words(600)])
  const [cut] = cutsOf(conversationId)
  expect(cut).toMatchObject({ kind: 'dropped', state: 'done' })
  expect(app.changes).toContainEqual({ type: 'cut', cut })
  expect(app.store.messages.path(conversationId)).toHaveLength(6)
})

test('a retry with other settings that did not fit keeps those settings after a cut', async () => {
  const conversationId = await overflow()
  app.replies.regenerate(app.last(conversationId).id, { effort: 'high', temperature: 0 })
  await app.runs.finished(conversationId)
  const { recipe } = app.last(conversationId)
  await app.cuts.dropOldest(conversationId, '')
  await app.runs.finished(conversationId)
  expect(app.requests.at(-1)).toMatchObject({ effort: 'high', temperature: 0, seed: recipe?.seed })
  expect(app.last(conversationId)).toMatchObject({ state: 'done' })
})

test('a fold replaces the oldest turns with a summary, and the later turns follow it', async () => {
  const conversationId = await overflow()
  await folded(conversationId)
  expect(cutsOf(conversationId)).toMatchObject([{ kind: 'folded', state: 'done', summary: 'They said words.' }])
  expect(app.last(conversationId)).toMatchObject({ state: 'done', text: 'Hello.' })
  const summary = expect.stringContaining('They said words.')
  expect(app.told, 'the last exchange stays').toEqual([summary, words(500), 'Hello.', words(600)])
  const fold = app.requests.find(isFold)
  expect(fold?.continuation).toEqual({ reasoning: '', text: '', channel: 'answer' })
  expect(fold?.maxTokens).toBeLessThanOrEqual(app.model.contextLength / 8)
})

test('the model gets an edited summary, and sees the turns again after an undo', async () => {
  const conversationId = await overflow()
  await folded(conversationId)
  const [cut] = cutsOf(conversationId)
  app.cuts.edit(cut?.id ?? '', 'As I put it.')
  await app.ask(conversationId, 'And?')
  expect(app.told[0]).toContain('As I put it.')
  await app.cuts.undo(cut?.id ?? '')
  expect(cutsOf(conversationId)).toEqual([])
  expect(await app.ask(conversationId, 'Then?')).toMatchObject({ error: { code: 'context-full' } })
})

test('a fold that was undone is restored with the summary that the user wrote', async () => {
  const conversationId = await overflow()
  await folded(conversationId)
  const id = cutsOf(conversationId)[0]?.id ?? ''
  app.cuts.edit(id, 'As I put it.')
  const [before] = cutsOf(conversationId)
  await app.cuts.undo(id)
  expect(cutsOf(conversationId)).toEqual([])
  app.cuts.restore(id)
  expect(cutsOf(conversationId)).toEqual([before])
  expect(app.changes.at(-1)).toEqual({ type: 'cut', cut: before })
  await app.ask(conversationId, 'And?')
  expect(app.told[0]).toContain('As I put it.')
  expect(() => app.cuts.restore(id), 'it is there').toThrowError(expect.objectContaining({ code: 'not-found' }))
})

test('messages that were dropped and shown again can be dropped again', async () => {
  const conversationId = await overflow()
  const dropped = await app.cuts.dropOldest(conversationId, '')
  await app.runs.finished(conversationId)
  await app.cuts.undo(dropped.id)
  expect(cutsOf(conversationId)).toEqual([])
  app.cuts.restore(dropped.id)
  expect(cutsOf(conversationId)).toEqual([dropped])
})

test('a later fold includes the summary of the earlier one', async () => {
  const conversationId = await overflow()
  await folded(conversationId)
  await app.ask(conversationId, words(500))
  app.script = honest('All of it.')
  await app.ask(conversationId, words(500))
  await folded(conversationId)
  const [, later] = app.requests.filter(isFold).map(({ messages }) => messages[0]?.text)
  expect(later).toContain('<before>\nThey said words.\n</before>')
  expect(app.told).toEqual([expect.stringContaining('All of it.'), words(500), words(500)])
})

test('a cut on one branch does not apply on another', async () => {
  const conversationId = await overflow()
  await app.cuts.dropOldest(conversationId, '')
  await app.runs.finished(conversationId)
  const [first] = app.store.messages.path(conversationId)
  app.replies.edit(first?.id ?? '', 'Another beginning')
  await app.runs.finished(conversationId)
  expect(cutsOf(conversationId)).toEqual([])
  await app.ask(conversationId, 'More')
  expect(app.told).toEqual(['Another beginning', 'Hello.', 'More'])
})

test('when the model writes no summary, nothing is folded and the cut has an error', async () => {
  const conversationId = await overflow('  ')
  await folded(conversationId)
  expect(cutsOf(conversationId)).toMatchObject([{ state: 'failed', error: { code: 'no-answer' } }])
  expect(app.last(conversationId)).toMatchObject({ error: { code: 'context-full' } })
  await app.cuts.dropOldest(conversationId, '')
  await app.runs.finished(conversationId)
  expect(app.last(conversationId)).toMatchObject({ state: 'done' })
})

test('a running fold shows its text, blocks the conversation and can be cancelled', async () => {
  const conversationId = await overflow()
  app.script = untilCancelled([text('answer', 'They sa')])
  await app.cuts.foldOldest(conversationId, '')
  await app.until(() => cutsOf(conversationId)[0]?.summary === 'They sa')
  expect(cutsOf(conversationId)).toMatchObject([{ state: 'writing' }])
  expect(() => app.replies.send(conversationId, 'Now')).toThrowError(expect.objectContaining({ code: 'refused' }))
  await app.cuts.undo(cutsOf(conversationId)[0]?.id ?? '')
  expect(cutsOf(conversationId)).toEqual([])
  app.script = saying('Fine.')
  expect(await app.ask(conversationId, 'Now')).toMatchObject({ text: 'Fine.' })
})

test('a question that is too long by itself is refused, and nothing is cut', async () => {
  app.script = honest('')
  const { conversationId } = await app.ask(null, 'Hello')
  await app.ask(conversationId, words(3_000))
  const tooLong = expect.objectContaining({ code: 'too-long' })
  await expect(app.cuts.dropOldest(conversationId, '')).rejects.toThrowError(tooLong)
  await expect(app.cuts.foldOldest(conversationId, '')).rejects.toThrowError(tooLong)
  expect(cutsOf(conversationId)).toEqual([])
})

test('a fold that a full disk does not store reports it and can be undone and repeated', async () => {
  const conversationId = await overflow()
  const { finish } = app.store.cuts
  Object.assign(app.store.cuts, {
    finish: () => {
      throw new AppError('disk-full', 'The disk is full.')
    },
  })
  await folded(conversationId)
  expect(app.unsaved).toEqual(['The disk is full.'])
  expect(app.changes.at(-1)).toMatchObject({ type: 'cut', cut: { state: 'failed', error: { code: 'disk-full' } } })
  Object.assign(app.store.cuts, { finish })
  await app.cuts.undo(cutsOf(conversationId)[0]?.id ?? '')
  await folded(conversationId)
  expect(app.last(conversationId)).toMatchObject({ state: 'done' })
})

test('a retry that fails after a fold leaves the stored fold done', async () => {
  const conversationId = await overflow()
  const { restartReply } = app.store.messages
  Object.assign(app.store.messages, {
    restartReply: () => {
      throw new AppError('disk-full', 'The disk is full.')
    },
  })
  await folded(conversationId)
  await app.until(() => app.unsaved.length > 0)
  Object.assign(app.store.messages, { restartReply })
  expect(app.changes.findLast(({ type }) => type === 'cut')).toMatchObject({ cut: { state: 'done' } })
  expect(app.unsaved).toEqual(['The disk is full.'])
})

/** The first `tooLong` summaries reach the token limit. */
const rambling = (tooLong: number): Script =>
  async function* (request) {
    if (!isFold(request)) return yield* saying('Hello.')(request, new AbortController().signal)
    const isTooLong = app.requests.filter(isFold).length <= tooLong
    yield text('answer', isTooLong ? 'They met. The budget is 4' : 'They met.')
    yield { ...end, reason: isTooLong ? 'length' : 'stop' }
  }

test('a summary that reaches the token limit is requested once more, shorter', async () => {
  const conversationId = await overflow()
  app.script = rambling(1)
  await folded(conversationId)
  expect(cutsOf(conversationId)).toMatchObject([{ state: 'done', summary: 'They met.' }])
  expect(cutsOf(conversationId)[0]?.isShortened).toBeUndefined()
  expect(app.requests.filter(isFold).at(-1)?.messages[0]?.text).toMatch(/Use at most \d+ words\./)
})

test('a summary that reaches the limit twice ends at its last whole sentence, and the cut is marked as shortened', async () => {
  const conversationId = await overflow()
  app.script = rambling(2)
  await folded(conversationId)
  expect(cutsOf(conversationId)).toMatchObject([{ state: 'done', summary: 'They met.', isShortened: true }])
  app.cuts.edit(cutsOf(conversationId)[0]?.id ?? '', 'They met. The budget is 40.')
  expect(cutsOf(conversationId)[0]?.isShortened).toBeUndefined()
})

test('a cut for a long draft may hide the question that did not fit; then its reply is not retried', async () => {
  const conversationId = await overflow()
  const asked = app.requests.length
  await app.cuts.dropOldest(conversationId, words(1_000))
  await app.runs.finished(conversationId)
  expect(cutsOf(conversationId)).toMatchObject([{ messageId: app.last(conversationId).id }])
  expect(app.requests).toHaveLength(asked)
})

test('a cut cannot be edited or undone while a reply is being made', async () => {
  const conversationId = await overflow()
  await folded(conversationId)
  const id = cutsOf(conversationId)[0]?.id ?? ''
  app.script = untilCancelled([])
  app.replies.send(conversationId, 'And?')
  const refused = expect.objectContaining({ code: 'refused' })
  expect(() => app.cuts.edit(id, 'Other')).toThrowError(refused)
  await expect(app.cuts.undo(id)).rejects.toThrowError(refused)
  await app.runs.stop(conversationId)
  app.store.conversations.trash(conversationId)
  await expect(app.cuts.undo(id)).rejects.toThrowError(refused)
  expect(cutsOf(conversationId)).toHaveLength(1)
})

test('when no cut is enough, the error names the largest piece that remains', async () => {
  const conversationId = await overflow()
  await folded(conversationId)
  const id = cutsOf(conversationId)[0]?.id ?? ''
  app.cuts.edit(id, words(3_000))
  await expect(app.cuts.dropOldest(conversationId, '')).rejects.toThrowError(
    /^The summary of the folded messages takes/,
  )
  app.cuts.edit(id, 'Short.')
  const settings = app.replies.settingsOf(conversationId)
  app.store.conversations.setSettings(conversationId, { ...settings, instructions: words(3_000) })
  await expect(app.cuts.foldOldest(conversationId, '')).rejects.toThrowError(/^The instructions take/)
})

test('folds that a crash of the app interrupted are removed at the next start', async () => {
  const conversationId = await overflow()
  const [first] = app.store.messages.path(conversationId)
  app.store.cuts.add(conversationId, first?.id ?? '', 'folded')
  app.cuts.removeInterrupted()
  expect(cutsOf(conversationId)).toEqual([])
})
