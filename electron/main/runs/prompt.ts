import type { DocumentView, Message, PriorContext, Recipe } from '../../../contract/chat.js'
import type { Cut } from '../../../contract/context.js'
import type { Continuation, GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { type ReplySettingName, replySettingNames } from '../../../contract/settings.js'
import { summaryAsk } from '../documents/summary/prompts.js'
import type { ToldDocuments } from './document-views.js'

/** What the model sees of a path: its last messages, and a summary of the earlier ones. */
export interface VisiblePath {
  readonly summary?: string
  readonly messages: readonly Message[]
  /** The cut before the first visible message. */
  readonly cut?: Cut
}

/** Applies `cuts`, ordered from the oldest to the newest, to a path. Ignores those that are not done or lie on another path. */
export function visibleOf(path: readonly Message[], cuts: readonly Cut[]): VisiblePath {
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

/** The part of the recipe that fixes what a new reply after `path` sees of it. What it sees of documents is decided later. */
export function priorContextOf(path: readonly Message[], cuts: readonly Cut[], told: ToldDocuments): PriorContext {
  const { summary, messages, cut } = visibleOf(path, cuts)
  const jobIds = messages.flatMap((message) =>
    message.role === 'document' && told.summaryOf(message.jobId) ? [message.jobId] : [],
  )
  return { afterId: cut?.messageId ?? null, summary: summary ?? null, jobIds }
}

/** Builds the request to the engine. `path` ends before the reply. */
export function requestFrom(
  recipe: Recipe,
  path: readonly Message[],
  documents: ToldDocuments,
  continuation?: Continuation,
): GenerateRequest {
  const { date, told } = recipe
  const messages = path.slice(path.findIndex(({ id }) => id === told.afterId) + 1)
  const known: ToldDocuments = {
    ...documents,
    summaryOf: (jobId) => (told.jobIds.includes(jobId) ? documents.summaryOf(jobId) : undefined),
  }
  return {
    ...requestSettingsOf(recipe),
    messages: [
      ...summaryMessages(told.summary ?? ''),
      ...messages.flatMap((message) => promptMessagesOf(message, known, told.documents ?? [])),
    ],
    date,
    ...(continuation && { continuation }),
  }
}

type SeededSettings = Pick<Recipe, ReplySettingName>

/** The settings without those that are empty or left to the model. */
export function requestSettingsOf(settings: SeededSettings): Pick<GenerateRequest, ReplySettingName> {
  const set = replySettingNames.filter((name) => settings[name] !== null && settings[name] !== '')
  const values: { readonly [Name in ReplySettingName]?: NonNullable<SeededSettings[Name]> } = Object.fromEntries(
    set.map((name) => [name, settings[name]]),
  )
  return { ...values, effort: settings.effort, seed: settings.seed }
}

/** A summary is a message of the user, not an instruction: it comes from messages and must not have more authority. */
export function summaryMessages(summary: string | undefined): readonly PromptMessage[] {
  return summary ? [{ role: 'user', text: `Summary of our conversation so far:\n\n${summary}` }] : []
}

/**
 * The prompt messages of one message, without reasoning. An empty reply has none. A question stands behind the documents
 * that were sent with it. A summary becomes a request for it, behind the document's text, and the summary.
 */
export function promptMessagesOf(
  message: Message,
  documents: ToldDocuments,
  views: readonly DocumentView[],
): readonly PromptMessage[] {
  const texts = views
    .filter(({ messageId }) => messageId === message.id)
    .flatMap((view) => documents.textOf(view) ?? [])
  const user = (text: string) => ({ role: 'user', text: [...texts, text].join('\n\n') }) as const
  switch (message.role) {
    case 'user':
      return message.text === '' ? [] : [user(message.text)]
    case 'assistant':
      return message.text ? [{ role: 'assistant', text: message.text }] : []
    case 'document': {
      const summary = documents.summaryOf(message.jobId)
      if (summary) return [user(summaryAsk(summary.name)), { role: 'assistant', text: summary.text }]
      return texts.length > 0 ? [{ role: 'user', text: texts.join('\n\n') }] : []
    }
  }
}
