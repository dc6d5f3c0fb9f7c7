import type { Message, Recipe, ToldBefore } from '../../../contract/chat.js'
import type { Cut } from '../../../contract/context.js'
import type { Continuation, GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'

/** The summary of a document job as text, or undefined while there is none. */
export type SummaryOf = (jobId: string) => { name: string; text: string } | undefined

/** What the model is told of a path: its end, and a summary of what comes before. */
export interface Told {
  readonly summary?: string
  readonly messages: readonly Message[]
  /** The cut that parts the two. */
  readonly cut?: Cut
}

/** What remains of a path after its cuts, given from the oldest to the newest. Those that lie elsewhere in the tree, or have no end yet, do not count. */
export function toldOf(path: readonly Message[], cuts: readonly Cut[]): Told {
  const placed = cuts
    .filter(({ state }) => state === 'done')
    .map((cut) => ({ cut, index: path.findIndex(({ id }) => id === cut.messageId) }))
    .filter(({ index }) => index >= 0)
    .sort((a, b) => a.index - b.index)
  const last = placed.at(-1)
  if (!last) return { messages: path }
  const fold = placed.findLast(({ cut }) => cut.kind === 'folded')
  return { summary: fold?.cut.summary, messages: path.slice(last.index + 1), cut: last.cut }
}

/** What a reply that is asked for now is told of `path`, to be kept with it. */
export function toldBefore(path: readonly Message[], cuts: readonly Cut[], summaryOf: SummaryOf): ToldBefore {
  const { summary, messages, cut } = toldOf(path, cuts)
  const jobIds = messages.flatMap((message) =>
    message.role === 'document' && summaryOf(message.jobId) ? [message.jobId] : [],
  )
  return { afterId: cut?.messageId ?? null, summary: summary ?? null, jobIds }
}

/** What the engine is asked for. `path` is what comes before the reply that is to be made. Throws `not-found` where the recipe doesn't say what was told. */
export function requestFrom(
  recipe: Recipe,
  path: readonly Message[],
  summaryOf: SummaryOf,
  continuation?: Continuation,
): GenerateRequest {
  const { instructions, effort, date, seed, temperature, topP, maxTokens, told } = recipe
  if (!told) throw new AppError('not-found', 'It is not known what the model was told here.')
  const messages = path.slice(path.findIndex(({ id }) => id === told.afterId) + 1)
  const known: SummaryOf = (jobId) => (told.jobIds.includes(jobId) ? summaryOf(jobId) : undefined)
  return {
    ...(instructions !== '' && { instructions }),
    messages: [...summaryTurn(told.summary ?? ''), ...messages.flatMap((message) => turnsOf(message, known))],
    effort,
    date,
    seed,
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { topP }),
    ...(maxTokens !== null && { maxTokens }),
    ...(continuation && { continuation }),
  }
}

/** A summary is told as something that was said: it comes from messages and has no more weight than they had. */
export function summaryTurn(summary: string | undefined): readonly PromptMessage[] {
  return summary ? [{ role: 'user', text: `Summary of our conversation so far:\n\n${summary}` }] : []
}

/**
 * The turns of one message, without reasoning. A reply that failed before a word came is left out with nothing in its
 * place; a document stands as a request for its summary and the summary.
 */
export function turnsOf(message: Message, summaryOf: SummaryOf): readonly PromptMessage[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', text: message.text }]
    case 'assistant':
      return message.text ? [{ role: 'assistant', text: message.text }] : []
    case 'document': {
      const summary = summaryOf(message.jobId)
      if (!summary) return []
      return [
        { role: 'user', text: `Summarise the document ${summary.name}.` },
        { role: 'assistant', text: summary.text },
      ]
    }
  }
}
