import { z } from 'zod'
import { type ListPlace, maxLoadedMessages } from '../../../contract/chat.js'
import { type ContextCommand, isContextCommand, type MenuPlace } from '../../../contract/context-menu.js'
import { type DocumentFile, type DocumentPlace, maxSentBytes, sentPieceBytes } from '../../../contract/documents.js'
import type { DragSource } from '../../../contract/drag-out.js'
import { AppError } from '../../../contract/errors.js'
import type { UndoNames } from '../../../contract/menu.js'
import { isOcrLanguage, maxOcrLanguages, type OcrLanguage } from '../../../contract/ocr-languages.js'
import { type Folder, maxFolderNameLength, maxPlaced, type Placement } from '../../../contract/order.js'
import { type InheritedName, inheritedNames } from '../../../contract/project.js'
import { type ReplySettings, type RetryChange, retrySettings, type Settings } from '../../../contract/settings.js'
import { storableText } from '../../../contract/storable-text.js'
import {
  isSummaryForm,
  maxLanguageLength,
  maxPurposeLength,
  type SummaryForm,
  type SummaryOptions,
} from '../../../contract/summary-forms.js'
import { maxTaskNameCharacters, maxTaskPromptCharacters, type Task } from '../../../contract/tasks.js'
import { projectSchema } from '../settings/project-schema.js'
import type { SettingsFile } from '../settings/settings.js'
import { replySettingsSchema, settingsSchema } from '../settings/settings-schema.js'

/** The longest message or draft: about what the largest context could hold. */
export const maxMessageCharacters = 600_000

/**
 * These functions check the arguments of requests. The compiler checks our own calls; a window that is taken over by
 * what it shows may send anything. A text is returned as the store will keep it.
 */
export function asText(value: unknown, maxCharacters: number, advice = 'Add it as a document instead.'): string {
  if (typeof value !== 'string') throw new AppError('refused', 'A text was expected.')
  if (value.length > maxCharacters) {
    const limit = maxCharacters.toLocaleString('en')
    throw new AppError(
      'too-long',
      `This text is too long: ${value.length.toLocaleString('en')} of at most ${limit} characters. ${advice}`,
    )
  }
  return storableText(value)
}

/** No reply is longer. */
const maxCodeCharacters = 20_000_000

const idSchema = z.string().regex(/^[\w-]{1,64}$/)

export function asId(value: unknown): string {
  const id = idSchema.safeParse(value)
  if (!id.success) throw new AppError('refused', 'This is not an id.')
  return id.data
}

/** Ids of conversations to change at once; one may come alone. */
export function asIds(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [asId(value)]
  if (value.length > maxPlaced) throw new AppError('refused', `At most ${maxPlaced} can be changed at once.`)
  return value.map(asId)
}

/** Ids of messages to load at once. */
export function asMessageIds(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > maxLoadedMessages)
    throw new AppError('refused', `At most ${maxLoadedMessages} messages can be loaded at once.`)
  return value.map(asId)
}

const placementSchema = z.union([
  z.strictObject({ folderId: idSchema.nullable() }),
  z.strictObject({ isPinned: z.boolean() }),
  z.strictObject({ isArchived: z.boolean() }),
]) satisfies z.ZodType<Placement>

export const asPlacement = (value: unknown): Placement => parsed(placementSchema, value)

const folderSchema = z.strictObject({
  id: idSchema,
  name: z
    .string()
    .max(maxFolderNameLength)
    .transform((name) => storableText(name).replace(/\s+/g, ' ').trim())
    .refine((name) => name !== ''),
  parentId: idSchema.optional(),
  project: projectSchema.optional(),
})

export const asFolder = (value: unknown): Folder => parsed(folderSchema, value)

const inheritedSchema = z
  .array(z.enum(inheritedNames as [InheritedName, ...InheritedName[]]))
  .max(inheritedNames.length)

export const asInheritedNames = (value: unknown): readonly InheritedName[] => parsed(inheritedSchema, value)

/** `null` is the conversation that has no messages yet. */
export const asIdOrNull = (value: unknown): string | null => (value === null ? null : asId(value))

/** Where a list goes on; without one it begins. */
export function asListPlace(value: unknown): ListPlace | undefined {
  if (value === undefined) return undefined
  const { id, updatedAt } = Object(value) as { id: unknown; updatedAt: unknown }
  return { id: asId(id), updatedAt: asWhole(updatedAt, Number.MAX_SAFE_INTEGER) }
}

/** A whole number from 0 to `max`. */
export function asWhole(value: unknown, max: number): number {
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max) return Number(value)
  throw new AppError('refused', 'A whole number was expected.')
}

export function asFiles(value: unknown): readonly DocumentFile[] {
  if (!Array.isArray(value) || value.length > 100)
    throw new AppError('refused', 'At most 100 files can be added at once.')
  return value.map((file) => {
    const { name, bytes } = Object(file) as { name: unknown; bytes: unknown }
    if (!(bytes instanceof Uint8Array)) throw new AppError('refused', 'A file has no bytes.')
    if (bytes.byteLength > maxSentBytes) throw new AppError('refused', 'A large file is sent in pieces.')
    return { name: asText(name, 1_000), bytes }
  })
}

/** A place for files: a conversation, `null`, or a conversation for each. */
const placeSchema = z.union([
  z.strictObject({ each: z.literal('conversation') }),
  z.strictObject({ folderId: idSchema }),
])

export function asPlace(value: unknown): DocumentPlace {
  const place = placeSchema.safeParse(value)
  return place.success ? place.data : asIdOrNull(value)
}

export function asPiece(value: unknown): Uint8Array {
  if (value instanceof Uint8Array && value.byteLength > 0 && value.byteLength <= sentPieceBytes) return value
  throw new AppError('refused', 'A piece of a file was expected.')
}

const languagesSchema = z.array(z.string().refine(isOcrLanguage)).min(1).max(maxOcrLanguages)

export function asLanguages(value: unknown): readonly OcrLanguage[] {
  const languages = languagesSchema.safeParse(value)
  if (!languages.success) throw new AppError('refused', 'These are not languages that Parley can read.')
  return languages.data.filter(isOcrLanguage)
}

/** Throws `refused` with a sentence for the form of a task. */
export function asTask(value: unknown): Task {
  const { id, name, prompt } = Object(value) as { id: unknown; name: unknown; prompt: unknown }
  const words = asText(name, maxTaskNameCharacters, 'Give the task a shorter name.').replace(/\s+/g, ' ').trim()
  if (words === '') throw new AppError('refused', 'A task needs a name.')
  const text = asText(prompt, maxTaskPromptCharacters, 'Shorten it.').trim()
  if (text === '') throw new AppError('refused', 'A task needs a prompt.')
  return { id: asId(id), name: words, prompt: text }
}

const undoName = z.string().max(200).nullable()
const undoNamesSchema = z.strictObject({ undo: undoName, redo: undoName }) satisfies z.ZodType<UndoNames>

export const asUndoNames = (value: unknown): UndoNames => parsed(undoNamesSchema, value)

const contextCommandsSchema = z.array(z.string().refine(isContextCommand)).max(40)

export const asContextCommands = (value: unknown): readonly ContextCommand[] =>
  parsed(contextCommandsSchema, value).filter(isContextCommand)

const maxSelectionCharacters = 10_000
const pixels = z.number().min(-100_000).max(100_000)
const menuPlaceSchema = z
  .strictObject({ x: pixels, y: pixels, isEditable: z.boolean(), selection: z.string().max(maxSelectionCharacters) })
  .nullable() satisfies z.ZodType<MenuPlace | null>

export const asMenuPlace = (value: unknown): MenuPlace | null => parsed(menuPlaceSchema, value)

export const asReplySettings = (value: unknown): ReplySettings => parsed(replySettingsSchema, value)
export const asSettings = (value: unknown): Settings => parsed(settingsSchema, value)

const retryChangeSchema = replySettingsSchema
  .pick(retrySettings)
  .partial()
  .extend({ modelId: idSchema.optional() }) satisfies z.ZodType<RetryChange>

/** Without a value nothing changes. */
export function asRetryChange(value: unknown): RetryChange {
  const entries = Object.entries(parsed(retryChangeSchema, value ?? {}))
  return Object.fromEntries(entries.filter(([, changed]) => changed !== undefined))
}

/** Words that go into a prompt; none for a text of spaces. */
const wish = (maxCharacters: number) =>
  z
    .string()
    .max(maxCharacters)
    .transform((text) => storableText(text).trim() || undefined)
    .optional()

const summaryOptionsSchema = z.strictObject({
  form: z.custom<SummaryForm>(isSummaryForm, 'There is no such form.'),
  purpose: wish(maxPurposeLength),
  language: wish(maxLanguageLength),
}) satisfies z.ZodType<SummaryOptions>

export function asSummaryOptions(value: unknown): SummaryOptions {
  const { form, purpose, language } = parsed(summaryOptionsSchema, value)
  return { form, ...(purpose && { purpose }), ...(language && { language }) }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new AppError('refused', `Parley can't use this setting: ${issue?.path.join('.')}: ${issue?.message}`)
}

/** Settings for a conversation that begins now. */
export const settingsOrDefaults = (value: unknown, { value: { defaults } }: SettingsFile): ReplySettings =>
  value === undefined ? defaults : asReplySettings(value)

const dragSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('conversation'), conversationId: idSchema }),
  z.strictObject({ kind: z.literal('message'), messageId: idSchema }),
  z.strictObject({ kind: z.literal('code'), text: z.string().max(maxCodeCharacters), language: z.string().max(1_000) }),
])

export function asDragSource(value: unknown): DragSource {
  const source = dragSchema.safeParse(value)
  if (!source.success) throw new AppError('refused', 'This can’t be dragged out. Export it instead.')
  return source.data
}
