import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AssistantMessage, Message } from '../../contract/chat.js'
import type { AddedDocument } from '../../contract/documents.js'
import { countOf, joinedTexts } from '../../contract/joined-texts.js'
import { initialSettings } from '../../contract/settings.js'
import type { TranscriptChange, TranscriptEvent } from '../../contract/streams.js'
import { applyEvents, isFollowed, runningReply, type TranscriptState, withLoaded } from './transcript.js'

const reply = (change: Partial<AssistantMessage> = {}): AssistantMessage => ({
  id: 'a',
  conversationId: 'c',
  parentId: 'q',
  role: 'assistant',
  text: '',
  reasoning: '',
  state: 'waiting',
  model: 'm',
  ...change,
})
const question: Message = { id: 'q', conversationId: 'c', parentId: null, role: 'user', text: 'Hello' }

const snapshot = (messages: readonly Message[], sequence = 0): TranscriptEvent => ({
  type: 'snapshot',
  transcript: {
    conversationId: 'c',
    messages,
    jobs: [],
    batches: [],
    documents: [],
    draft: '',
    queued: [],
    edits: {},
    settings: initialSettings.defaults,
    cuts: [],
  },
  sequence,
})
const numbered = (changes: readonly TranscriptChange[], first = 1): TranscriptEvent[] =>
  changes.map((change, index) => ({ ...change, sequence: first + index }))

const text = (piece: string, channel: 'answer' | 'reasoning' = 'answer'): TranscriptChange => ({
  type: 'text',
  messageId: 'a',
  channel,
  text: piece,
})
const begin = (messages: readonly Message[] = [question, reply()]) => applyEvents(null, [snapshot(messages)], 0)
const shown = (transcript: TranscriptState | null, id = 'a') => transcript?.messages[id] as AssistantMessage

test('text is appended to its own channel, so that reasoning never gets into the answer', () => {
  const { transcript } = applyEvents(
    begin().transcript,
    numbered([text('Hm. ', 'reasoning'), text('Yes'), text('.')]),
    0,
  )
  expect(shown(transcript)).toMatchObject({ reasoning: 'Hm. ', text: 'Yes.' })
})

test('the transcript does not depend on how the stream is cut into batches', () => {
  const events = numbered(['One ', 'two ', 'three'].map((piece) => text(piece)))
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { maxLength: 4 }), (cuts) => {
      let transcript = begin().transcript
      let start = 0
      for (const end of [...cuts.toSorted(), events.length]) {
        transcript = applyEvents(transcript, events.slice(start, end), 0).transcript
        start = Math.max(start, end)
      }
      expect(shown(transcript).text).toBe('One two three')
    }),
  )
})

test('joined texts make the same transcript, and fewer events of the same text', () => {
  const change = fc.oneof(
    fc.constantFrom<TranscriptChange>(text('ab'), text('c'), text('Hm. ', 'reasoning')),
    fc.constant<TranscriptChange>({ type: 'state', messageId: 'a', state: 'writing' }),
  )
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 4 }), (changes) => {
      const events = numbered(changes.flat())
      let transcript = begin().transcript
      let isBroken = false
      for (const packet of changes) {
        const joined = joinedTexts(events.splice(0, packet.length))
        ;({ transcript, isBroken } = applyEvents(transcript, joined, 0))
        expect(isBroken).toBe(false)
      }
      expect(transcript).toEqual(applyEvents(begin().transcript, numbered(changes.flat()), 0).transcript)
    }),
  )
  expect(joinedTexts(numbered([text('a'), text('b'), text('c', 'reasoning'), text('d')])).map(countOf)).toEqual([
    2, 1, 1,
  ])
})

test('a joined text that is lost breaks the transcript', () => {
  const [first, second] = [numbered([text('a'), text('b')]), numbered([text('c'), text('d')], 3)].map(joinedTexts)
  expect(applyEvents(begin().transcript, second ?? [], 0).isBroken).toBe(true)
  expect(applyEvents(begin().transcript, [...(first ?? []), ...(second ?? [])], 0).isBroken).toBe(false)
})

test('a lost or duplicate event breaks the transcript', () => {
  const [first, second, third] = numbered([text('a'), text('b'), text('c')])
  expect(applyEvents(begin().transcript, [first, third] as TranscriptEvent[], 0).isBroken).toBe(true)
  expect(applyEvents(begin().transcript, [first, first] as TranscriptEvent[], 0).isBroken).toBe(true)
  expect(applyEvents(begin().transcript, [first, second, third] as TranscriptEvent[], 0).isBroken).toBe(false)
})

test('an event before the snapshot breaks the transcript, and a new snapshot repairs it at its own sequence', () => {
  expect(applyEvents(null, numbered([text('a')]), 0).isBroken).toBe(true)
  const again = applyEvents(begin().transcript, [snapshot([question, reply({ text: 'Whole' })], 40)], 0).transcript
  expect(shown(applyEvents(again, numbered([text('!')], 41), 0).transcript).text).toBe('Whole!')
})

test('a message that arrives again replaces the old one', () => {
  const done = reply({ text: 'Done', state: 'done' })
  const { transcript } = applyEvents(begin().transcript, numbered([{ type: 'message', message: done }]), 0)
  expect(transcript?.order).toEqual(['q', 'a'])
  expect(shown(transcript)).toEqual(done)
})

test('another version replaces the old one and everything after it', () => {
  const after: Message = { ...question, id: 'after', parentId: 'a' }
  const change: TranscriptChange = { type: 'branch', afterId: 'q', messages: [reply({ id: 'b' })], cuts: [] }
  const { transcript } = applyEvents(begin([question, reply(), after]).transcript, numbered([change]), 0)
  expect(transcript?.order).toEqual(['q', 'b'])
  expect(Object.keys(transcript?.messages ?? {})).toEqual(['q', 'b'])
})

test('another first message replaces the whole path', () => {
  const other: Message = { ...question, id: 'other' }
  const change: TranscriptChange = { type: 'branch', afterId: null, messages: [other], cuts: [] }
  expect(applyEvents(begin().transcript, numbered([change]), 0).transcript?.order).toEqual(['other'])
})

test('Stop is offered exactly while a reply is being made', () => {
  expect(runningReply(begin().transcript)?.id).toBe('a')
  for (const state of ['done', 'stopped', 'failed'] as const) {
    expect(runningReply(begin([question, reply({ state })]).transcript)).toBeUndefined()
  }
  expect(runningReply(null)).toBeUndefined()
})

test('reasoning is timed from its first token to the first token of the answer', () => {
  const state = (next: 'reasoning' | 'writing'): TranscriptChange => ({ type: 'state', messageId: 'a', state: next })
  const reasoning = applyEvents(begin().transcript, numbered([state('reasoning')]), 1_000).transcript
  expect(reasoning?.progress.a).toMatchObject({ reasoningSince: 1_000, reasoningMs: undefined })
  const writing = applyEvents(reasoning, numbered([state('writing')], 2), 9_000).transcript
  expect(writing?.progress.a?.reasoningMs).toBe(8_000)
})

test('a packet keeps the objects of the messages that it does not change, so that they do not render again', () => {
  const before = begin().transcript
  const { transcript } = applyEvents(before, numbered([text('x')]), 0)
  expect(transcript?.messages.q).toBe(before?.messages.q)
  expect(transcript?.order).toBe(before?.order)
})

test('a message is followed if there are messages after it and its reply', () => {
  const one = begin([question, reply({ state: 'done' })]).transcript
  expect(one && [isFollowed(one, 'q'), isFollowed(one, 'a')]).toEqual([false, false])
  const more = begin([question, reply({ state: 'done' }), { ...question, id: 'later', parentId: 'a' }]).transcript
  expect(more && ['q', 'a', 'later', 'elsewhere'].map((id) => isFollowed(more, id))).toEqual([true, true, false, false])
})

test('a document that is put into the composer again is the last one there', () => {
  const of = (id: string, isAttached: boolean) =>
    ({ type: 'document', document: { id, isAttached } as AddedDocument }) satisfies TranscriptChange
  const changes = [of('a', false), of('b', true), of('a', true), of('b', true)]
  const { transcript } = applyEvents(begin().transcript, numbered(changes), 0)
  expect(Object.keys(transcript?.documents ?? {})).toEqual(['b', 'a'])
})

test('messages that are loaded later keep what an event has brought meanwhile, and are known from the beginning', () => {
  const early = (text: string): Message => ({ ...question, id: 'e', text })
  const first = snapshot([question, reply()])
  if (first.type !== 'snapshot') throw new Error('not a snapshot')
  const begun = applyEvents(null, [{ ...first, transcript: { ...first.transcript, earlierIds: 'd e' } }], 0)
  expect(begun.transcript?.order).toEqual(['d', 'e', 'q', 'a'])
  // A message that changes before it is loaded is no new one.
  const { transcript } = applyEvents(begun.transcript, numbered([{ type: 'message', message: early('new') }]), 0)
  if (!transcript) throw new Error('no transcript')
  const loaded = withLoaded(transcript, [{ ...question, id: 'd' }, early('old')])
  expect(loaded.order).toEqual(['d', 'e', 'q', 'a'])
  expect(loaded.messages.e).toMatchObject({ text: 'new' })
  expect(loaded.messages.d).toBeDefined()
})

test('another path that branches off before the first page keeps the messages that are not loaded', () => {
  const first = snapshot([question, reply()])
  if (first.type !== 'snapshot') throw new Error('not a snapshot')
  const begun = applyEvents(null, [{ ...first, transcript: { ...first.transcript, earlierIds: 'd e' } }], 0)
  const version: Message = { ...question, id: 'v' }
  const branch: TranscriptChange = { type: 'branch', afterId: 'd', messages: [version], cuts: [] }
  const { transcript } = applyEvents(begun.transcript, numbered([branch]), 0)
  expect(transcript?.order).toEqual(['d', 'v'])
  expect(Object.keys(transcript?.messages ?? {})).toEqual(['v'])
})
