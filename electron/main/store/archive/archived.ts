import { z } from 'zod'
import { maxTaskNameCharacters, maxTaskPromptCharacters } from '../../../../contract/tasks.js'

/**
 * What a file in Parley's own format holds (docs/parley-format.md): the same whether it was exported, or made from another
 * app's export. Fields that a hand-written file may leave out are optional. Unknown fields are ignored, so that the file of
 * a later version can be read.
 */

export const archiveFormat = 'parley'
export const archiveVersion = 1

/** The longest title that a window can set. */
export const maxTitleLength = 1_000

const latestTime = Date.UTC(9999, 11, 31)

/** ISO 8601, to the millisecond. */
export const toIso = (ms: number): string => new Date(Math.min(Math.max(ms, 0), latestTime)).toISOString()

const time = z.iso.datetime({ offset: true, local: true })
const text = z.string()
const id = z.string().min(1).max(1_000)
const whole = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
/** Stored as it is: another version may know more of it. */
const object = z.record(z.string(), z.unknown())
const error = z.object({ code: z.string().max(100), message: text })
const list = z.array(z.unknown())

const batchRow = z.object({
  documentId: id,
  cells: z.array(text),
  state: z.enum(['waiting', 'done', 'failed']),
  answer: text.optional(),
  links: list.optional(),
  tookMs: whole.optional(),
  error: error.optional(),
})

const batch = z.object({
  source: z.enum(['documents', 'table']),
  columns: z.array(text),
  state: z.enum(['paused', 'cancelled', 'failed', 'done']),
  error: error.optional(),
  rows: z.array(batchRow),
})

const claims = z.object({
  foundBy: z.enum(['words', 'model']),
  list: z.array(z.object({ text: z.string().min(1), state: z.enum(['unchecked', 'right', 'wrong', 'unsure']) })),
})

export const archivedMessage = z.object({
  id,
  /** `null` for a first message. Messages with the same parent are versions, the oldest first. */
  parentId: id.nullable(),
  role: z.enum(['user', 'assistant', 'document']),
  text: text.default(''),
  reasoning: text.default(''),
  createdAt: time.optional(),
  /** The version that was last shown below this one. */
  nextMessageId: id.optional(),
  state: z.enum(['done', 'stopped', 'failed']).optional(),
  error: error.optional(),
  model: text.optional(),
  reasoningMs: whole.optional(),
  statistics: object.optional(),
  recipe: object.optional(),
  isEdited: z.boolean().optional(),
  /** A person has reviewed this reply. */
  signOff: z.object({ by: z.string().min(1), at: time }).optional(),
  /** What is to be looked up in this reply, and what a person found of it. */
  claims: claims.optional(),
  /** What the content filter decided. The text is in the file, also where the filter holds it. */
  verdict: object.optional(),
  continuesId: id.optional(),
  /** With the role `document`: the summary, which is in `documents`. Its text is given for other readers. */
  summaryId: id.optional(),
  /** The documents that were sent with it. */
  documentIds: z.array(id).optional(),
  batch: batch.optional(),
})

const cut = z.object({
  id,
  messageId: id,
  createdAt: time,
  kind: z.enum(['dropped', 'folded']),
  summary: text.default(''),
  isShortened: z.boolean().optional(),
  state: z.enum(['done', 'failed']).default('done'),
  error: error.optional(),
})

export const archivedConversation = z.object({
  id,
  title: text,
  titleBy: z.enum(['words', 'model', 'user']).optional(),
  createdAt: time.optional(),
  /** The time of its last use. */
  updatedAt: time.optional(),
  /** Since when it is in the Trash. */
  trashedAt: time.optional(),
  isUnread: z.boolean().optional(),
  isPinned: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  /** The folders that it is in, the outermost first. Empty folders are not in the file. */
  folders: z.array(z.object({ id, name: text, project: object.optional() })).optional(),
  /** The model that makes its next reply. */
  model: z.object({ id, name: text }).optional(),
  /** The last message that is shown. */
  currentMessageId: id.nullable().optional(),
  settings: object.optional(),
  /** Which settings were chosen in the conversation itself; the others come from the project of its folder. */
  ownSettings: z.array(text).optional(),
  draft: text.optional(),
  /** Unfinished edits of messages and of folded summaries. */
  edits: z.array(z.object({ targetId: id, text })).optional(),
  messages: z.array(archivedMessage),
  cuts: z.array(cut).optional(),
})

const page = z.object({
  /** Printed as the name of the page. Pages are in order. */
  label: text.optional(),
  state: z.enum(['read', 'empty', 'failed']),
  problem: text.optional(),
  passages: z.array(text),
})

const part = z.object({
  part: whole,
  firstPage: whole,
  pieces: list,
  points: list.optional(),
  isByModel: z.boolean().optional(),
  tookMs: whole.optional(),
})

const merge = z.object({
  merge: whole,
  level: whole,
  blocks: list,
  maxPoints: whole,
  points: list.optional(),
  isByModel: z.boolean().optional(),
  tookMs: whole.optional(),
})

const summary = z.object({
  id,
  createdAt: time,
  options: object,
  state: z.enum(['paused', 'done', 'failed', 'cancelled']),
  error: error.optional(),
  partTokens: whole.optional(),
  /** Each with the page that it links to. */
  points: list,
  /** What was read, in sentences. */
  account: text.optional(),
  parts: z.array(part).optional(),
  merges: z.array(merge).optional(),
})

export const archivedDocument = z.object({
  id,
  conversationId: id,
  createdAt: time.optional(),
  name: text,
  kind: z.string().max(100),
  bytes: whole.optional(),
  /** SHA-256 of the file, in hexadecimal. */
  hash: z.string().max(200).optional(),
  title: text.optional(),
  state: z.enum(['waiting', 'read', 'failed']),
  error: error.optional(),
  encoding: text.optional(),
  remarks: z.array(text).optional(),
  languages: z.array(text).optional(),
  pictures: whole.optional(),
  /** It waits in the composer. */
  isAttached: z.boolean().optional(),
  pages: z.array(page),
  summaries: z.array(summary).optional(),
  /** What the model found in its parts for questions. */
  findings: z.array(z.object({ question: text, partTokens: whole, part: whole, points: list })).optional(),
})

export const archivedPreset = z.object({ id, name: text, settings: object })

/** A prompt that a person keeps; words of it in braces are fields. */
export const archivedTask = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  name: z.string().min(1).max(maxTaskNameCharacters),
  prompt: z.string().min(1).max(maxTaskPromptCharacters),
})

export type ArchivedMessage = z.output<typeof archivedMessage>
export type ArchivedConversation = z.output<typeof archivedConversation>
export type ArchivedDocument = z.output<typeof archivedDocument>
export type ArchivedSummary = z.output<typeof summary>
export type ArchivedPreset = z.output<typeof archivedPreset>
export type ArchivedTask = z.output<typeof archivedTask>
export type ArchivedBatch = z.output<typeof batch>

/** The whole file, for its description; a file is never read as one. */
export const archiveFile = z.object({
  format: z.literal(archiveFormat),
  version: z.literal(archiveVersion),
  exportedAt: time,
  conversations: z.array(archivedConversation),
  documents: z.array(archivedDocument),
  presets: z.array(archivedPreset),
  tasks: z.array(archivedTask).optional(),
})
