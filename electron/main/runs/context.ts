import { setImmediate } from 'node:timers/promises'
import type { Message, SeenDocument, UserMessage } from '../../../contract/chat.js'
import { type ContextCount, type ContextOverflow, type Cut, replyReserve } from '../../../contract/context.js'
import type { GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { localDate } from '../../../contract/local-date.js'
import { initialSettings, type ReplySettings } from '../../../contract/settings.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { DocumentViews, ToldDocuments } from './document-views.js'
import { isQuestion } from './placed-documents.js'
import {
  hasText,
  instructionsWith,
  promptMessagesOf,
  requestSettingsOf,
  summaryMessages,
  type VisiblePath,
  visibleOf,
} from './prompt.js'
import { TokenCounts } from './token-counts.js'

/** What the next prompt is built from. */
export interface PromptSource {
  readonly path: readonly Message[]
  readonly cuts: readonly Cut[]
  readonly settings: ReplySettings
  readonly draft: string
  /** The documents in the composer, which stand with the draft. */
  readonly documentIds?: readonly string[]
  /** The documents of the project, which stand with the first question. */
  readonly lentIds?: readonly string[]
}

/** A message that the model sees, with the tokens that it has in the prompt: without documents, which a cut does not hide. */
export interface CountedMessage {
  readonly message: Message
  readonly tokens: number
}

/** The tokens of a prompt by piece. */
export interface PromptCount {
  readonly visible: VisiblePath
  readonly counted: readonly CountedMessage[]
  readonly count: ContextCount
}

/**
 * Counts prompts piece by piece. Texts are encoded one by one, so the sum equals the engine's count of the whole prompt.
 * Each text is counted once, so that a keystroke costs only its draft. The engine process does the counting.
 */
export class ContextMeter {
  readonly #engine: EngineClient
  readonly #told: ToldDocuments
  readonly #views: Pick<DocumentViews, 'forNext'>
  readonly #counts: TokenCounts

  constructor(engine: EngineClient, told: ToldDocuments, views: Pick<DocumentViews, 'forNext'>) {
    this.#engine = engine
    this.#told = told
    this.#views = views
    this.#counts = new TokenCounts(engine)
  }

  /** Undefined while no model is loaded. */
  async countPrompt({
    path,
    cuts,
    settings,
    draft,
    documentIds = [],
    lentIds = [],
  }: PromptSource): Promise<PromptCount | undefined> {
    const { status } = this.#engine
    if (status.state !== 'ready') return undefined
    const available = status.model.contextLength
    const visible = visibleOf(path, cuts)
    const hasDraft = draft.trim() !== ''
    const isFirst = !path.some(isQuestion)
    const hasNext = hasDraft || documentIds.length > 0 || (isFirst && lentIds.length > 0)
    const next = hasNext ? [composerMessage(documentIds)] : []
    const seen = await this.#views.forNext([...path, ...next], [...visible.messages, ...next], lentIds)
    // In a conversation of ten thousand messages each step takes milliseconds: main answers others between.
    await setImmediate()
    const groupsWith = (documents: readonly SeenDocument[]) =>
      visible.messages.map((message) => promptMessagesOf(message, this.#told, documents))
    const countNext = (documents: readonly SeenDocument[]) => {
      const attached = next.filter(({ id }) => documents.some((each) => each.messageId === id && hasText(each)))
      return this.#countMessages(attached.flatMap((message) => promptMessagesOf(message, this.#told, documents)))
    }
    const [instructions, summary, draftTokens, nextTokens, attachedTokens, whole, own] = await Promise.all([
      this.#counts.countPrompt(
        emptyRequest({ ...settings, instructions: instructionsWith(settings.instructions, seen) }),
      ),
      this.#countMessages(summaryMessages(visible.summary)),
      hasDraft ? this.#countDraft(draft) : 0,
      countNext(seen),
      countNext(seen.filter(({ documentId }) => !lentIds.includes(documentId))),
      this.#countGroups(groupsWith(seen)),
      seen.length === 0 ? undefined : this.#countGroups(groupsWith([])),
    ])
    await setImmediate()
    const counted = visible.messages.map((message, index) => ({ message, tokens: (own ?? whole)[index] ?? 0 }))
    // Those of the project stand with the first question, as if it were sent.
    const lent = nextTokens - attachedTokens
    const messages = sum(whole) + lent
    const summaries = sum(counted.map(({ message, tokens }) => (message.role === 'document' ? tokens : 0)))
    const documents = messages - sum(counted.map(({ tokens }) => tokens)) + summaries
    const used = instructions + summary + messages + draftTokens + attachedTokens
    const reserve = replyReserve(available, settings.maxTokens)
    const pieces = { instructions, summary, messages, documents, draft: draftTokens + attachedTokens }
    const count = { used, available, reserve, pieces }
    await setImmediate()
    const overflow = overflowOf(count, counted)
    return { visible, counted, count: overflow ? { ...count, overflow } : count }
  }

  async #countMessages(messages: readonly PromptMessage[]): Promise<number> {
    const [tokens = 0] = await this.#countGroups([messages])
    return tokens
  }

  async #countGroups(groups: readonly (readonly PromptMessage[])[]): Promise<readonly number[]> {
    const texts = groups.flatMap((messages) => messages.map(({ text }) => text))
    const [counts, user, assistant] = await Promise.all([
      this.#counts.countTexts(texts),
      this.#countMarkers('user'),
      this.#countMarkers('assistant'),
    ])
    await setImmediate()
    let next = 0
    return groups.map((messages) =>
      sum(messages.map(({ role }) => (counts[next++] ?? 0) + (role === 'user' ? user : assistant))),
    )
  }

  async #countDraft(draft: string): Promise<number> {
    const [[tokens = 0], markers] = await Promise.all([this.#engine.countTokens([draft]), this.#countMarkers('user')])
    return tokens + markers
  }

  /** Tokens of the format's markers around a message. */
  async #countMarkers(role: PromptMessage['role']): Promise<number> {
    const empty = emptyRequest(initialSettings.defaults)
    const [none, one] = await Promise.all([
      this.#counts.countPrompt(empty),
      this.#counts.countPrompt({ ...empty, messages: [{ role, text: '' }] }),
    ])
    return one - none
  }
}

/** Stands for the draft, with the documents in the composer; a text is needed for them to be told. */
const composerMessage = (documentIds: readonly string[]): UserMessage => ({
  role: 'user',
  id: '',
  conversationId: '',
  parentId: null,
  text: '\n',
  documentIds,
})

const emptyRequest = (settings: ReplySettings): GenerateRequest => ({
  ...requestSettingsOf({ ...settings, seed: 0 }),
  messages: [],
  date: localDate(),
})

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0)

type CountWithoutOverflow = Omit<ContextCount, 'overflow'>

/** The oldest messages to cut: their count and the last one. */
export interface CutPlan {
  readonly count: number
  readonly messageId: string
  /** Tokens that the cut frees. */
  readonly frees: number
}

/**
 * Plans a cut of the oldest messages that makes room for a reply: the smallest one that leaves `targetFreeTokens` free,
 * or else the smallest one that leaves the reserve. Cuts whole exchanges and never the last question; cuts the exchange
 * before that only when no smaller plan leaves the reserve. Undefined when no cut is enough. `addedTokens` come into the
 * prompt with the cut.
 */
export function planCut(
  { used, available, reserve, pieces }: CountWithoutOverflow,
  counted: readonly CountedMessage[],
  targetFreeTokens: number,
  addedTokens = 0,
): CutPlan | undefined {
  const hasDraft = pieces.draft > 0
  const freeBefore = available - used
  const isQuestion = (message: Message | undefined) => message !== undefined && message.role !== 'assistant'
  let questionsLeft = counted.filter(({ message }) => isQuestion(message)).length + (hasDraft ? 1 : 0)
  let free = freeBefore - addedTokens
  let smallest: CutPlan | undefined
  for (const [index, { message, tokens }] of counted.entries()) {
    const next = counted[index + 1]?.message
    if (!next && !hasDraft) break
    free += tokens
    if (isQuestion(message)) questionsLeft--
    if (next?.role === 'assistant' || free < reserve) continue
    smallest ??= { count: index + 1, messageId: message.id, frees: free - freeBefore }
    if (questionsLeft < 2) break
    if (free >= targetFreeTokens) return { count: index + 1, messageId: message.id, frees: free - freeBefore }
  }
  return smallest
}

/** Leaves a quarter of the context free, so that the next exchange needs no further cut. */
export const planDrop = (count: CountWithoutOverflow, counted: readonly CountedMessage[]): CutPlan | undefined =>
  planCut(count, counted, Math.floor(count.available / 4))

/** Leaves half of the context free, because a fold costs a run and adds a summary. */
export const planFold = (count: CountWithoutOverflow, counted: readonly CountedMessage[]): CutPlan | undefined =>
  planCut(count, counted, Math.floor(count.available / 2), summaryBudget(count.available) - count.pieces.summary)

/** Maximum tokens of a fold's summary. */
export const summaryBudget = (available: number) => Math.min(1_024, Math.floor(available / 8))

function overflowOf(count: CountWithoutOverflow, counted: readonly CountedMessage[]): ContextOverflow | undefined {
  const { used, available, reserve } = count
  const tokens = used + reserve - available
  if (tokens <= 0) return undefined
  const drop = planDrop(count, counted)
  const fold = planFold(count, counted)
  return {
    tokens,
    dropMessages: drop?.count ?? 0,
    dropFrees: drop?.frees ?? 0,
    foldMessages: fold?.count ?? 0,
    foldFrees: fold?.frees ?? 0,
  }
}
