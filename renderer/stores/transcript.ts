import { afterEvent, type Batch } from '../../contract/batch.js'
import type { AssistantMessage, Message, SeenDocument } from '../../contract/chat.js'
import type { Cut } from '../../contract/context.js'
import type { AddedDocument, DocumentJob } from '../../contract/documents.js'
import { countOf } from '../../contract/joined-texts.js'
import type { InheritedName } from '../../contract/project.js'
import type { QueuedMessage } from '../../contract/queued.js'
import type { ReplySettings } from '../../contract/settings.js'
import type { ReadAllProgress, TranscriptChange, TranscriptEvent } from '../../contract/streams.js'

/** Progress of a running reply that is not part of its message. */
export interface Progress {
  readonly reading?: ReadAllProgress
  /** When this window saw the reasoning begin, in ms since the epoch, and how long it took by the same clock. */
  readonly reasoningSince?: number
  readonly reasoningMs?: number
}

/** The transcript of the open conversation: messages by id, their order, and their documents, jobs, batches, progress and cuts. */
export interface TranscriptState {
  readonly conversationId: string
  readonly order: readonly string[]
  /** By id. Those before the first page are loaded later (earlier-messages.ts). */
  readonly messages: Readonly<Record<string, Message>>
  readonly jobs: Readonly<Record<string, DocumentJob>>
  /** By the id of their message. */
  readonly batches: Readonly<Record<string, Batch>>
  readonly documents: Readonly<Record<string, AddedDocument>>
  readonly progress: Readonly<Record<string, Progress>>
  readonly draft: string
  readonly queued: readonly QueuedMessage[]
  /** The edits that were stored when the transcript was opened; `edits.ts` has the newer ones. */
  readonly edits: Readonly<Record<string, string>>
  readonly settings: ReplySettings
  /** What was chosen in the conversation itself, and does not come from its project. */
  readonly ownNames?: readonly InheritedName[] | undefined
  /** By id; only those of the chosen path. */
  readonly cuts: Readonly<Record<string, Cut>>
  readonly sequence: number
}

const endStates: readonly string[] = ['done', 'stopped', 'failed']

export const isBeingMade = (message: Message | undefined): boolean =>
  message?.role === 'assistant' && !endStates.includes(message.state)

/** A reply that is being made is among so many last messages: it stands at the end, and a summary or two may follow. */
const newest = 100

/** The reply that is being made, if any; at most one per conversation. */
export function runningReply(transcript: TranscriptState | null): AssistantMessage | undefined {
  if (!transcript) return undefined
  if (!runningReplies.has(transcript)) {
    const id = transcript.order.slice(-newest).findLast((messageId) => isBeingMade(transcript.messages[messageId]))
    const message = id === undefined ? undefined : transcript.messages[id]
    runningReplies.set(transcript, message?.role === 'assistant' ? message : undefined)
  }
  return runningReplies.get(transcript)
}

/** Cached per transcript: every rendered message asks at every change, which would cost quadratic time. */
const runningReplies = new WeakMap<TranscriptState, AssistantMessage | undefined>()

/** Whether messages follow a message and its reply. A new version of the message removes them from the screen. */
export function isFollowed({ order, messages }: TranscriptState, messageId: string): boolean {
  const place = order.indexOf(messageId)
  if (place < 0) return false
  const isAnswered = messages[messageId]?.role === 'user' && messages[order[place + 1] ?? '']?.role === 'assistant'
  return place + (isAnswered ? 2 : 1) < order.length
}

/** Whether the last message is a reply with text. */
export function isAnswered(transcript: TranscriptState | null): boolean {
  const last = transcript?.messages[transcript.order.at(-1) ?? '']
  return last?.role === 'assistant' && last.text !== ''
}

/** The last message of the user that can be edited. */
export function lastEditable(transcript: TranscriptState | null): string | undefined {
  return transcript?.order.findLast((id) => {
    const message = transcript.messages[id]
    return message?.role === 'user' && message.text !== '' && !message.isBatch
  })
}

/** What the last reply saw of a document; undefined before there is one. */
export function viewOf(transcript: TranscriptState | null, documentId: string): SeenDocument | undefined {
  const id = transcript?.order.findLast((messageId) => {
    const message = transcript.messages[messageId]
    return message?.role === 'assistant' && message.recipe?.told.documents !== undefined
  })
  const reply = id === undefined ? undefined : transcript?.messages[id]
  return reply?.role === 'assistant'
    ? reply.recipe?.told.documents?.find((seen) => seen.documentId === documentId)
    : undefined
}

export function lastQuestion(transcript: TranscriptState | null): Message | undefined {
  const id = transcript?.order.findLast((messageId) => transcript.messages[messageId]?.role === 'user')
  return id === undefined ? undefined : transcript?.messages[id]
}

/**
 * Applies a batch of events. `isBroken` means that an event is missing: the caller must reopen the stream. `now` is in ms
 * since the epoch and times the reasoning.
 */
export function applyEvents(
  state: TranscriptState | null,
  events: readonly TranscriptEvent[],
  now: number,
): { readonly transcript: TranscriptState | null; readonly isBroken: boolean } {
  let transcript = state
  for (const event of events) {
    if (event.type === 'snapshot') {
      transcript = fromSnapshot(event, now)
      continue
    }
    if (!transcript || event.sequence !== transcript.sequence + countOf(event)) return { transcript, isBroken: true }
    transcript = { ...applyChange(transcript, event, now), sequence: event.sequence }
  }
  return { transcript, isBroken: false }
}

/** The transcript with messages that were loaded later. What an event has brought meanwhile is newer. */
export const withLoaded = (transcript: TranscriptState, loaded: readonly Message[]): TranscriptState => ({
  ...transcript,
  messages: { ...byId(loaded), ...transcript.messages },
})

function fromSnapshot(event: Extract<TranscriptEvent, { type: 'snapshot' }>, now: number): TranscriptState {
  const {
    conversationId,
    messages,
    earlierIds = '',
    jobs,
    batches,
    documents,
    draft,
    queued,
    edits,
    settings,
    ownNames,
    cuts,
  } = event.transcript
  const reasoning = messages.filter((message) => message.role === 'assistant' && message.state === 'reasoning')
  return {
    conversationId,
    order: [...earlierIds.split(' ').filter((id) => id !== ''), ...messages.map((message) => message.id)],
    messages: byId(messages),
    jobs: byId(jobs),
    batches: Object.fromEntries(batches.map((batch) => [batch.messageId, batch])),
    documents: byId(documents),
    progress: Object.fromEntries(reasoning.map((message) => [message.id, { reasoningSince: now }])),
    draft,
    queued,
    edits,
    settings,
    ownNames,
    cuts: byId(cuts),
    sequence: event.sequence,
  }
}

function applyChange(
  transcript: TranscriptState,
  change: Exclude<TranscriptChange, { type: 'snapshot' }>,
  now: number,
): TranscriptState {
  switch (change.type) {
    case 'message': {
      const { message } = change
      const isNew = !transcript.messages[message.id] && !transcript.order.includes(message.id)
      return {
        ...transcript,
        order: isNew ? [...transcript.order, message.id] : transcript.order,
        messages: { ...transcript.messages, [message.id]: message },
      }
    }
    case 'branch': {
      const kept = transcript.order.slice(0, transcript.order.indexOf(change.afterId ?? '') + 1)
      const messages = kept.flatMap((id) => transcript.messages[id] ?? []).concat(change.messages)
      return {
        ...transcript,
        order: [...kept, ...change.messages.map(({ id }) => id)],
        messages: byId(messages),
        cuts: byId(change.cuts),
      }
    }
    case 'text': {
      const message = transcript.messages[change.messageId]
      if (message?.role !== 'assistant') return transcript
      const key = change.channel === 'answer' ? 'text' : 'reasoning'
      const grown = { ...message, [key]: message[key] + change.text }
      return { ...transcript, messages: { ...transcript.messages, [message.id]: grown } }
    }
    case 'state': {
      const message = transcript.messages[change.messageId]
      if (message?.role !== 'assistant') return transcript
      const before = transcript.progress[message.id]
      return {
        ...transcript,
        messages: { ...transcript.messages, [message.id]: { ...message, state: change.state } },
        progress: { ...transcript.progress, [message.id]: progressAfter(before, change, now) },
      }
    }
    case 'reasoning-progress': {
      const message = transcript.messages[change.messageId]
      if (message?.role !== 'assistant') return transcript
      const reasoningProgress = { since: change.since, tokens: change.tokens }
      return { ...transcript, messages: { ...transcript.messages, [message.id]: { ...message, reasoningProgress } } }
    }
    case 'job':
      return { ...transcript, jobs: { ...transcript.jobs, [change.job.id]: change.job } }
    case 'batch':
      return { ...transcript, batches: { ...transcript.batches, [change.batch.messageId]: change.batch } }
    case 'batch-event': {
      const batch = transcript.batches[change.messageId]
      if (!batch) return transcript
      return { ...transcript, batches: { ...transcript.batches, [change.messageId]: afterEvent(batch, change.event) } }
    }
    case 'document':
      return { ...transcript, documents: withDocument(transcript.documents, change.document) }
    case 'document-removed': {
      const { [change.documentId]: _, ...documents } = transcript.documents
      return { ...transcript, documents }
    }
    case 'queued':
      return { ...transcript, queued: change.queued }
    case 'settings':
      return { ...transcript, settings: change.settings, ownNames: change.ownNames }
    case 'cut':
      return { ...transcript, cuts: { ...transcript.cuts, [change.cut.id]: change.cut } }
    case 'cut-removed': {
      const { [change.cutId]: _, ...cuts } = transcript.cuts
      return { ...transcript, cuts }
    }
  }
}

const byId = <T extends { readonly id: string }>(things: readonly T[]): Readonly<Record<string, T>> =>
  Object.fromEntries(things.map((thing) => [thing.id, thing]))

/** A document that is put into the composer again is the last one there. */
function withDocument(documents: TranscriptState['documents'], document: AddedDocument): TranscriptState['documents'] {
  const { [document.id]: before, ...others } = documents
  const isAgain = before !== undefined && !before.isAttached && document.isAttached
  return isAgain ? { ...others, [document.id]: document } : { ...documents, [document.id]: document }
}

function progressAfter(
  before: Progress | undefined,
  change: Extract<TranscriptChange, { type: 'state' }>,
  now: number,
): Progress {
  const reasoningSince = before?.reasoningSince ?? (change.state === 'reasoning' ? now : undefined)
  const reasoningMs =
    before?.reasoningMs ??
    (reasoningSince !== undefined && change.state !== 'reasoning' ? now - reasoningSince : undefined)
  return { reading: change.reading, reasoningSince, reasoningMs }
}
