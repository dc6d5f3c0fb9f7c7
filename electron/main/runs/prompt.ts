import type { Message, Recipe, ToldBefore } from '../../../contract/chat.js'
import type { Cut } from '../../../contract/context.js'
import type { Continuation, GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { type ReplySettingName, replySettingNames } from '../../../contract/settings.js'

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

/** What the engine is asked for. `path` is what comes before the reply that is to be made. */
export function requestFrom(
  recipe: Recipe,
  path: readonly Message[],
  summaryOf: SummaryOf,
  continuation?: Continuation,
): GenerateRequest {
  const { date, told } = recipe
  const messages = path.slice(path.findIndex(({ id }) => id === told.afterId) + 1)
  const known: SummaryOf = (jobId) => (told.jobIds.includes(jobId) ? summaryOf(jobId) : undefined)
  return {
    ...settingsOf(recipe),
    messages: [...summaryTurn(told.summary ?? ''), ...messages.flatMap((message) => turnsOf(message, known))],
    date,
    ...(continuation && { continuation }),
  }
}

/** The settings of a recipe. Those that are empty or left to the model are absent. */
function settingsOf(recipe: Recipe): Pick<GenerateRequest, ReplySettingName> {
  const set = replySettingNames.filter((name) => recipe[name] !== null && recipe[name] !== '')
  const values: { readonly [Name in ReplySettingName]?: NonNullable<Recipe[Name]> } = Object.fromEntries(
    set.map((name) => [name, recipe[name]]),
  )
  return { ...values, effort: recipe.effort, seed: recipe.seed }
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
