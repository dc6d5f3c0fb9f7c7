import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AssistantMessage, UserMessage } from '../../../contract/chat.js'
import { answerRules, type Verdict } from '../../../contract/content-filter.js'
import type { GenerateRequest } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { initialSettings, type Settings } from '../../../contract/settings.js'
import { end, type Script, saying, TestApp, text, untilCancelled } from '../testing/test-app.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const isCheck = ({ instructions = '' }: GenerateRequest) => instructions.endsWith(answerRules)
const checks = () => app.requests.filter(isCheck)
const contents = () => checks().map(({ messages }) => messages[0]?.text)

/** Flags what has the word "secret", and answers everything else. */
const flagsSecrets: Script = (request, signal) => {
  if (!isCheck(request)) return saying('The secret is safe.')(request, signal)
  const isSecret = request.messages[0]?.text.includes('secret') ?? false
  const decision = { violation: isSecret ? 1 : 0, rule_ids: ['V1'], rationale: isSecret ? 'A secret.' : 'Harmless.' }
  return saying(JSON.stringify(decision))(request, signal)
}

function turnOn(change: Partial<Settings> = {}, script = flagsSecrets): void {
  app.settings = { ...initialSettings, contentFilter: true, filterPolicy: 'No secrets.', ...change }
  app.script = script
}

const question = (conversationId: string) => app.store.messages.path(conversationId).at(-2) as UserMessage
const decided = ({ verdict }: { readonly verdict?: Verdict }) =>
  verdict && [verdict.outcome, verdict.isHeld === true, verdict.isReleased === true]

test('it is off in a new installation: nothing is checked, nothing is marked', async () => {
  app.script = flagsSecrets
  const reply = await app.ask(null, 'Tell me the secret')
  expect(checks()).toEqual([])
  expect([reply.verdict, question(reply.conversationId).verdict]).toEqual([undefined, undefined])
})

test('a flagged reply is held: no window and no later prompt gets a letter of it until the user wants it', async () => {
  turnOn({ filterSubject: 'replies' })
  const reply = await app.ask(null, 'Is it safe?')
  expect(decided(reply)).toEqual(['flagged', true, false])
  expect(reply).toMatchObject({
    text: '',
    reasoning: '',
    state: 'done',
    verdict: { reason: 'A secret.', rules: ['V1'] },
  })
  expect(JSON.stringify(app.changes)).not.toContain('The secret is safe')
  expect(app.changes).toContainEqual(expect.objectContaining({ type: 'state', state: 'checking' }))
  expect(app.store.conversations.search('secret', 5)).toEqual([])
  await app.ask(reply.conversationId, 'And now?')
  expect(
    app.requests
      .filter((request) => !isCheck(request))
      .at(-1)
      ?.messages.map(({ text: said }) => said),
  ).toEqual(['Is it safe?', 'And now?'])
  app.filter.release(reply.id)
  expect(app.store.messages.get(reply.id)).toMatchObject({ text: 'The secret is safe.', verdict: { isReleased: true } })
  expect(app.store.conversations.search('secret', 5)).toHaveLength(1)
})

test('an allowed reply is shown as it was written, and its check saw nothing but the reply', async () => {
  turnOn({}, (request, signal) =>
    isCheck(request) ? flagsSecrets(request, signal) : saying('At noon.')(request, signal),
  )
  const reply = await app.ask(null, 'When?')
  expect(decided(reply)).toEqual(['allowed', false, false])
  expect(reply.text).toBe('At noon.')
  expect(contents()).toEqual(['When?', 'At noon.'])
  expect(checks()[0]?.instructions).toBe(`No secrets.\n\n${answerRules}`)
})

test('a flagged message is not sent, and no later prompt has it; sent anyway, it gets its reply', async () => {
  turnOn({ filterSubject: 'questions' })
  const reply = await app.ask(null, 'The secret of the cook')
  const { conversationId } = reply
  expect(reply).toMatchObject({ state: 'failed', error: { code: 'content-held' }, text: '' })
  expect(decided(question(conversationId))).toEqual(['flagged', true, false])
  const { id } = question(conversationId)
  const source = {
    path: app.store.messages.path(conversationId),
    cuts: [],
    settings: initialSettings.defaults,
    draft: '',
  }
  expect((await app.meter.countPrompt(source))?.count.pieces.messages).toBe(0)
  await app.ask(conversationId, 'Hello')
  expect(app.told).toEqual(['Hello'])
  expect(app.requests.filter((request) => !isCheck(request))).toHaveLength(1)

  const other = await app.ask(null, 'Another secret')
  app.filter.release(question(other.conversationId).id)
  app.replies.regenerate(other.id)
  await app.runs.finished(other.conversationId)
  expect(app.last(other.conversationId)).toMatchObject({ id: other.id, state: 'done', text: 'The secret is safe.' })
  expect(checks()).toHaveLength(3)
  // What is released later does not change what an earlier reply saw.
  app.filter.release(id)
  expect(app.replies.requestOf(app.last(conversationId)).messages.map((message) => message.text)).toEqual(['Hello'])
})

test('what is allowed is checked once with a policy, and again with another one', async () => {
  turnOn({ filterSubject: 'questions' })
  const { id, conversationId } = await app.ask(null, 'Hello')
  app.replies.regenerate(id)
  await app.runs.finished(conversationId)
  expect(checks()).toHaveLength(1)
  app.settings = { ...app.settings, filterPolicy: 'No greetings.' }
  app.replies.regenerate(app.last(conversationId).id)
  await app.runs.finished(conversationId)
  expect(checks()).toHaveLength(2)
})

const noDecisions: readonly (readonly [name: string, script: Script, reason: RegExp])[] = [
  ['nonsense', saying('Certainly!'), /no answer in the form/],
  [
    'an answer without end',
    async function* () {
      yield text('answer', '{"violation": 0, "rationale": "Fine."}')
      yield { ...end, reason: 'length' }
    },
    /did not come to an end/,
  ],
  [
    'a prompt that is too long',
    () => {
      throw new AppError('context-full', 'Too long.')
    },
    /do not fit/,
  ],
  [
    'an engine that dies',
    () => {
      throw new AppError('engine-gone', 'The model stopped.')
    },
    /The model stopped/,
  ],
]

test.each(noDecisions)('%s is never taken for allowed: the reply is held, and says why', async (_, script, reason) => {
  turnOn({ filterSubject: 'replies' }, (request, signal) =>
    (isCheck(request) ? script : saying('Yes.'))(request, signal),
  )
  const reply = await app.ask(null, 'Hello')
  expect(decided(reply)).toEqual(['unchecked', true, false])
  expect(reply.verdict?.reason).toMatch(reason)
  expect(reply.text).toBe('')
})

test('a reply that is stopped, or whose check is stopped, stays held and unchecked', async () => {
  turnOn({ filterSubject: 'replies' }, untilCancelled([text('answer', 'A secret beg')]))
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.requests.length > 0)
  await app.runs.stop(conversationId)
  expect(app.last(conversationId)).toMatchObject({
    state: 'stopped',
    text: '',
    verdict: { outcome: 'unchecked', isHeld: true },
  })

  app.script = (request, signal) => (isCheck(request) ? untilCancelled([]) : saying('Yes.'))(request, signal)
  app.replies.send(conversationId, 'Again')
  await app.until(() => checks().length > 0)
  await app.runs.stop(conversationId)
  expect(app.last(conversationId)).toMatchObject({
    state: 'done',
    text: '',
    verdict: { outcome: 'unchecked', isHeld: true },
  })
})

test('a reply without a word has nothing to hold', async () => {
  turnOn({ filterSubject: 'replies' }, async function* () {
    yield end
  })
  const reply = await app.ask(null, 'Hello')
  expect([reply.state, reply.verdict]).toEqual(['failed', undefined])
})

test('afterwards: the reply is shown at once, then both are marked, and nothing is held', async () => {
  turnOn({ filterTime: 'after' })
  const reply = await app.ask(null, 'Hello')
  expect(reply).toMatchObject({ text: 'The secret is safe.', state: 'done', verdict: { outcome: 'waiting' } })
  await app.until(() => app.filter.isIdle)
  expect(decided(question(reply.conversationId))).toEqual(['allowed', false, false])
  expect(decided(app.last(reply.conversationId))).toEqual(['flagged', false, false])
  expect(contents()).toEqual(['Hello', 'The secret is safe.'])
})

test('a check afterwards that is cancelled leaves the messages unchecked, and can be made again', async () => {
  turnOn({ filterTime: 'after', filterSubject: 'replies' }, (request, signal) =>
    (isCheck(request) ? untilCancelled([]) : saying('Yes.'))(request, signal),
  )
  const { id, conversationId } = await app.ask(null, 'Hello')
  await app.until(() => checks().length > 0)
  app.filter.cancel(id)
  await app.until(() => app.filter.isIdle)
  expect(decided(app.last(conversationId))).toEqual(['unchecked', false, false])
  app.script = flagsSecrets
  let wakes = 0
  app.engine.wake = () => wakes++
  app.filter.checkAgain(id)
  expect(wakes).toBe(1)
  await app.until(() => app.filter.isIdle)
  expect(decided(app.last(conversationId))).toEqual(['allowed', false, false])
  expect(() => app.filter.checkAgain(id)).toThrow('Only what is unchecked')
})

test('what a session left unchecked is unchecked in the next one, and held stays held', () => {
  const { store, filter } = app
  const { id } = store.conversations.create('Two')
  const [first, second] = [store.messages.addExchange(id, 'One', 'tiny'), store.messages.addExchange(id, 'Two', 'tiny')]
  const waiting: Verdict = { outcome: 'waiting', reason: '', rules: [], policyId: 'p' }
  store.messages.setVerdict(first.reply.id, waiting)
  store.messages.setVerdict(second.reply.id, { ...waiting, isHeld: true })
  filter.closeInterrupted()
  const [one, two] = [first, second].map(({ reply }) => decided(store.messages.get(reply.id) as AssistantMessage))
  expect([one, two]).toEqual([
    ['unchecked', false, false],
    ['unchecked', true, false],
  ])
  expect(store.messages.awaitingVerdict()).toEqual([])
})

test('a safeguard model is loaded for each check, and the other one after it', async () => {
  app.safeguard = { id: 'Guard', name: 'Guard' }
  app.otherModels.push('Guard')
  const models: string[] = []
  turnOn({}, (request, signal) => {
    models.push(app.model.name)
    return flagsSecrets(request, signal)
  })
  const reply = await app.ask(null, 'Hello')
  expect(models).toEqual(['Guard', 'Test', 'Guard'])
  expect(app.loaded).toEqual(['Guard', 'Test', 'Guard', 'Test'])
  expect(reply.verdict?.model).toBe('Guard')
})

test('a model that the user chooses while the safeguard loads does not check in its place', async () => {
  app.safeguard = { id: 'Guard', name: 'Guard' }
  app.otherModels.push('Guard', 'Other')
  turnOn({ filterSubject: 'replies' })
  const { ready } = app.engine
  app.engine.ready = async (signal) => {
    const { id } = await ready(signal)
    if (id === 'Guard') app.model = { ...app.model, id: 'Other', name: 'Other' }
    return app.model
  }
  const reply = await app.ask(null, 'Hello')
  expect(reply.verdict).toMatchObject({
    outcome: 'unchecked',
    isHeld: true,
    reason: 'You chose another model during the check.',
  })
  expect(checks()).toEqual([])
})

test('a temporary conversation is checked too', async () => {
  turnOn({ filterSubject: 'replies' })
  const { id } = app.store.temporary.begin(initialSettings.defaults)
  expect(decided(await app.ask(id, 'Hello'))).toEqual(['flagged', true, false])
})

test('with the filter off, a held message is sent when the user tries again', async () => {
  turnOn({ filterSubject: 'questions' })
  const { id, conversationId } = await app.ask(null, 'A secret')
  app.settings = { ...app.settings, contentFilter: false }
  app.replies.regenerate(id)
  await app.runs.finished(conversationId)
  expect(app.last(conversationId)).toMatchObject({ state: 'done', text: 'The secret is safe.' })
  expect(decided(question(conversationId))).toEqual(['flagged', false, true])
})

test('a waiting message is not sent after a reply that is held', async () => {
  turnOn({ filterSubject: 'replies' })
  const { conversationId } = app.replies.send(null, 'Hello')
  app.queued.add(conversationId, 'Thanks')
  await app.runs.finished(conversationId)
  expect(app.queued.of(conversationId)).toMatchObject([{ text: 'Thanks' }])
})

test('the prompt of a check can be shown while its policy is there', async () => {
  turnOn({ filterSubject: 'replies' })
  const { id } = await app.ask(null, 'Hello')
  expect(app.filter.requestOf(id, 2_048)).toEqual(checks()[0])
  app.settings = { ...app.settings, filterPolicy: 'Another one.' }
  expect(() => app.filter.requestOf(id, 2_048)).toThrow('has been changed')
})

test('a reply that is deleted while it is checked ends its run', async () => {
  turnOn({ filterSubject: 'replies' }, (request, signal) => {
    if (!isCheck(request)) return saying('Yes.')(request, signal)
    const [{ id } = { id: '' }] = app.store.conversations.list()
    app.store.conversations.trash(id)
    app.store.conversations.deleteTrashed([id])
    return flagsSecrets(request, signal)
  })
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.runs.finished(conversationId)
  expect(app.runs.isIdle).toBe(true)
})
