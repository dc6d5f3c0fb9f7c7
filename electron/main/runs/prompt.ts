import type { Message, PriorContext, Recipe, SeenDocument } from '../../../contract/chat.js'
import type { Cut } from '../../../contract/context.js'
import type { Continuation, GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { type ReplySettingName, replySettingNames } from '../../../contract/settings.js'
import { type Attachment, numberOf } from '../documents/questions/attachment.js'
import { attachmentTexts, documentInstructions, questionText } from '../documents/questions/question-prompt.js'
import { summaryAsk } from '../documents/summary/prompts.js'
import type { ToldDocuments } from './document-views.js'

/** What the model sees of a path: its last messages, and a summary of the earlier ones. */
export interface VisiblePath {
  readonly summary?: string
  readonly messages: readonly Message[]
  /** The cut before the first visible message. */
  readonly cut?: Cut
}

/**
 * Applies `cuts`, ordered from the oldest to the newest, to a path. Ignores those that are not done or lie on another path.
 * What the content filter holds is not visible.
 */
export function visibleOf(path: readonly Message[], cuts: readonly Cut[]): VisiblePath {
  const placed = cuts
    .filter(({ state }) => state === 'done')
    .map((cut) => ({ cut, index: path.findIndex(({ id }) => id === cut.messageId) }))
    .filter(({ index }) => index >= 0)
    .sort((a, b) => a.index - b.index)
  const last = placed.at(-1)
  const shown = (messages: readonly Message[]) => messages.filter(({ verdict }) => !verdict?.isHeld)
  if (!last) return { messages: shown(path) }
  const fold = placed.findLast(({ cut }) => cut.kind === 'folded')
  return { summary: fold?.cut.summary, messages: shown(path.slice(last.index + 1)), cut: last.cut }
}

/** The part of the recipe that fixes what a new reply after `path` sees of it. What it sees of documents is decided later. */
export function priorContextOf(path: readonly Message[], cuts: readonly Cut[], told: ToldDocuments): PriorContext {
  const { summary, messages, cut } = visibleOf(path, cuts)
  const jobIds = messages.flatMap((message) =>
    message.role === 'document' && told.summaryOf(message.jobId) ? [message.jobId] : [],
  )
  const batches = Object.fromEntries(
    messages.flatMap((message) => {
      const table = isBatch(message) ? told.batchOf(message.id) : undefined
      return table === undefined ? [] : [[message.id, table]]
    }),
  )
  const hasBatches = Object.keys(batches).length > 0
  const heldIds = path.flatMap(({ id, verdict }) => (verdict?.isHeld ? [id] : []))
  const seen = { ...(hasBatches && { batches }), ...(heldIds.length > 0 && { heldIds }) }
  return { afterId: cut?.messageId ?? null, summary: summary ?? null, jobIds, ...seen }
}

const isBatch = (message: Message) => message.role === 'user' && message.isBatch === true

/** Builds the request to the engine. `path` ends before the reply. */
export function requestFrom(
  recipe: Recipe,
  path: readonly Message[],
  documents: ToldDocuments,
  continuation?: Continuation,
): GenerateRequest {
  const { date, told } = recipe
  const question = path.at(-1)
  const messages = path
    .slice(path.findIndex(({ id }) => id === told.afterId) + 1)
    .filter((message) => message === question || !told.heldIds?.includes(message.id))
  const known: ToldDocuments = {
    ...documents,
    summaryOf: (jobId) => (told.jobIds.includes(jobId) ? documents.summaryOf(jobId) : undefined),
    batchOf: (messageId) => told.batches?.[messageId],
  }
  const seen = told.documents ?? []
  return {
    ...requestSettingsOf({ ...recipe, instructions: instructionsWith(recipe.instructions, seen) }),
    messages: [
      ...summaryMessages(told.summary ?? ''),
      ...messages.flatMap((message) => promptMessagesOf(message, known, seen)),
    ],
    date,
    ...(continuation && { continuation }),
  }
}

/** The instructions of the user, and those for documents where the prompt has text of any. */
export function instructionsWith(instructions: string, seen: readonly SeenDocument[]): string {
  if (!seen.some(hasText)) return instructions
  return [instructions, documentInstructions].filter((text) => text !== '').join('\n\n')
}

export const hasText = ({ sees }: SeenDocument): boolean => sees === 'whole' || sees === 'passages'

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
 * that were sent with it. A summary becomes a request for it, behind the document's text, and the summary. A batch becomes its
 * prompt and its answers; without answers nothing.
 */
export function promptMessagesOf(
  message: Message,
  documents: ToldDocuments,
  seen: readonly SeenDocument[],
): readonly PromptMessage[] {
  const attachments = attachmentsOf(message, documents, seen)
  switch (message.role) {
    case 'user': {
      if (!message.isBatch)
        return message.text === '' ? [] : [{ role: 'user', text: questionText(attachments, message.text) }]
      const answers = documents.batchOf(message.id)
      if (answers === undefined) return []
      return [
        { role: 'user', text: message.text },
        { role: 'assistant', text: answers },
      ]
    }
    case 'assistant':
      return message.text ? [{ role: 'assistant', text: message.text }] : []
    case 'document': {
      const summary = documents.summaryOf(message.jobId)
      const text = [...attachmentTexts(attachments), ...(summary ? [summaryAsk(summary.name)] : [])].join('\n\n')
      return [
        ...(text === '' ? [] : [{ role: 'user', text } as const]),
        ...(summary ? [{ role: 'assistant', text: summary.text } as const] : []),
      ]
    }
  }
}

/** The documents that stand with a message, numbered among all that the reply sees. */
function attachmentsOf(message: Message, documents: ToldDocuments, seen: readonly SeenDocument[]) {
  return seen.flatMap((each, place): readonly Attachment[] => {
    const document = each.messageId === message.id ? documents.documentOf(each) : undefined
    return document ? [{ document, view: each, number: numberOf(place, seen.length) }] : []
  })
}
