import type { Message } from '../../../contract/chat.js'
import { type ContextCount, type ContextOverflow, type Cut, replyReserve } from '../../../contract/context.js'
import type { GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { localDate } from '../../../contract/local-date.js'
import type { ReplySettings } from '../../../contract/settings.js'
import type { EngineClient } from '../engine/engine-client.js'
import { type SummaryOf, summaryTurn, type Told, toldOf, turnsOf } from './prompt.js'
import { TokenCounts } from './token-counts.js'

/** A conversation as the next prompt would tell it. */
export interface Asked {
  readonly path: readonly Message[]
  readonly cuts: readonly Cut[]
  readonly settings: ReplySettings
  readonly draft: string
}

/** One message that the model sees, and what its turns take in the prompt. */
export interface Weighed {
  readonly message: Message
  readonly tokens: number
}

/** A prompt taken apart. */
export interface Weight {
  readonly told: Told
  readonly weighed: readonly Weighed[]
  readonly count: ContextCount
}

/**
 * Counts prompts piece by piece. Texts are encoded one by one, so that the sum is what the engine will find; each text
 * is counted once, and a keystroke costs its draft. The counting is the engine process's work.
 */
export class ContextMeter {
  readonly #engine: EngineClient
  readonly #summaryOf: SummaryOf
  readonly #counts: TokenCounts

  constructor(engine: EngineClient, summaryOf: SummaryOf) {
    this.#engine = engine
    this.#summaryOf = summaryOf
    this.#counts = new TokenCounts(engine)
  }

  /** Undefined while no model is loaded. */
  async weigh({ path, cuts, settings, draft }: Asked): Promise<Weight | undefined> {
    const { status } = this.#engine
    if (status.state !== 'ready') return undefined
    const available = status.model.contextLength
    const told = toldOf(path, cuts)
    const turns = told.messages.map((message) => turnsOf(message, this.#summaryOf))
    const [instructions, summary, draftTokens, weights] = await Promise.all([
      this.#counts.ofPrompt(emptyRequest(settings)),
      this.turns(summaryTurn(told.summary)),
      draft.trim() === '' ? 0 : this.#draft(draft),
      this.#each(turns),
    ])
    const weighed = told.messages.map((message, index) => ({ message, tokens: weights[index] ?? 0 }))
    const messages = sum(weighed.map(({ tokens }) => tokens))
    const documents = sum(weighed.filter(({ message }) => message.role === 'document').map(({ tokens }) => tokens))
    const used = instructions + summary + messages + draftTokens
    const reserve = replyReserve(available, settings.maxTokens)
    const pieces = { instructions, summary, messages, documents, draft: draftTokens }
    const count = { used, available, reserve, pieces }
    const overflow = overflowOf(count, weighed)
    return { told, weighed, count: overflow ? { ...count, overflow } : count }
  }

  /** What turns take in a prompt, with what harmony puts around them. */
  async turns(turns: readonly PromptMessage[]): Promise<number> {
    const [tokens = 0] = await this.#each([turns])
    return tokens
  }

  async #each(groups: readonly (readonly PromptMessage[])[]): Promise<readonly number[]> {
    const texts = groups.flatMap((turns) => turns.map(({ text }) => text))
    const [counts, user, assistant] = await Promise.all([
      this.#counts.of(texts),
      this.#around('user'),
      this.#around('assistant'),
    ])
    let next = 0
    return groups.map((turns) =>
      sum(turns.map(({ role }) => (counts[next++] ?? 0) + (role === 'user' ? user : assistant))),
    )
  }

  async #draft(draft: string): Promise<number> {
    const [[tokens = 0], around] = await Promise.all([this.#engine.countTokens([draft]), this.#around('user')])
    return tokens + around
  }

  /** Tokens that harmony puts around a turn. */
  async #around(role: PromptMessage['role']): Promise<number> {
    const empty = emptyRequest({ instructions: '', effort: 'medium' })
    const [none, one] = await Promise.all([
      this.#counts.ofPrompt(empty),
      this.#counts.ofPrompt({ ...empty, messages: [{ role, text: '' }] }),
    ])
    return one - none
  }
}

const emptyRequest = ({ instructions, effort }: Pick<ReplySettings, 'instructions' | 'effort'>): GenerateRequest => ({
  ...(instructions !== '' && { instructions }),
  messages: [],
  effort,
  date: localDate(),
  seed: 0,
})

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0)

type Counted = Omit<ContextCount, 'overflow'>

/** How many of the oldest messages go, and the last of them. */
export interface CutPlan {
  readonly count: number
  readonly messageId: string
  /** Tokens that it makes free. */
  readonly frees: number
}

/**
 * Which of the oldest messages make room for a reply: as few as leave `comfort` tokens free, or at least the reserve
 * when nothing leaves that much. Whole exchanges go, and the last thing that was asked stays; what came before it goes
 * only where no smaller plan leaves the reserve. Undefined when no cut is enough. `extra` tokens come into the prompt
 * with the cut.
 */
export function planCut(
  { used, available, reserve, pieces }: Counted,
  weighed: readonly Weighed[],
  comfort: number,
  extra = 0,
): CutPlan | undefined {
  const isDraft = pieces.draft > 0
  const freeBefore = available - used
  const isAsk = (message: Message | undefined) => message !== undefined && message.role !== 'assistant'
  let asksLeft = weighed.filter(({ message }) => isAsk(message)).length + (isDraft ? 1 : 0)
  let free = freeBefore - extra
  let enough: CutPlan | undefined
  for (const [index, { message, tokens }] of weighed.entries()) {
    const next = weighed[index + 1]?.message
    if (!next && !isDraft) break
    free += tokens
    if (isAsk(message)) asksLeft--
    if (next?.role === 'assistant' || free < reserve) continue
    enough ??= { count: index + 1, messageId: message.id, frees: free - freeBefore }
    if (asksLeft < 2) break
    if (free >= comfort) return { count: index + 1, messageId: message.id, frees: free - freeBefore }
  }
  return enough
}

/** A cut leaves a quarter free, so that the next turn does not need another one. */
export const dropPlan = (count: Counted, weighed: readonly Weighed[]): CutPlan | undefined =>
  planCut(count, weighed, Math.floor(count.available / 4))

/** A fold costs a summary, and leaves half free. */
export const foldPlan = (count: Counted, weighed: readonly Weighed[]): CutPlan | undefined =>
  planCut(count, weighed, Math.floor(count.available / 2), summaryBudget(count.available) - count.pieces.summary)

/** Tokens that the summary of a fold may take. */
export const summaryBudget = (available: number) => Math.min(1_024, Math.floor(available / 8))

function overflowOf(count: Counted, weighed: readonly Weighed[]): ContextOverflow | undefined {
  const { used, available, reserve } = count
  const tokens = used + reserve - available
  if (tokens <= 0) return undefined
  const drop = dropPlan(count, weighed)
  const fold = foldPlan(count, weighed)
  return {
    tokens,
    dropMessages: drop?.count ?? 0,
    dropFrees: drop?.frees ?? 0,
    foldMessages: fold?.count ?? 0,
    foldFrees: fold?.frees ?? 0,
  }
}
