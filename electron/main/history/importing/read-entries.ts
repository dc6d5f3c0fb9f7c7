import { z } from 'zod'
import { AppError } from '../../../../contract/errors.js'
import { isObject } from '../../files/read-tolerant.js'
import { report } from '../../log/report.js'
import {
  type ArchivedConversation,
  type ArchivedDocument,
  type ArchivedPreset,
  type ArchivedTask,
  archivedConversation,
  archivedDocument,
  archivedMessage,
  archivedPreset,
  archivedTask,
  archiveFormat,
  archiveVersion,
} from '../../store/archive/archived.js'
import type { ExportPart } from './export-file.js'
import { BrokenEntry, type Json } from './sources/source.js'
import { sources } from './sources/sources.js'
import { type JsonPart, maxPartBytes, splitJson } from './split-json.js'

/** What was not read, and a sentence that says why. */
export interface Skipped {
  readonly entry: string
  readonly reason: string
}

/** What a file has, piece by piece. `entry` names it for people. */
export type ExportEntry =
  | { readonly kind: 'conversation'; readonly entry: string; readonly value: ArchivedConversation }
  | { readonly kind: 'document'; readonly entry: string; readonly value: ArchivedDocument }
  | { readonly kind: 'preset'; readonly entry: string; readonly value: ArchivedPreset }
  | { readonly kind: 'task'; readonly entry: string; readonly value: ArchivedTask }
  | ({ readonly kind: 'skipped' } & Skipped)
  /** An export of this app, named for people. */
  | { readonly kind: 'source'; readonly name: string }

const notAnExport =
  'This file is not an export that Parley can read: of Parley, ChatGPT, Claude, LM Studio or Open WebUI. Nothing was changed.'

/** A file that has so many entries of no known kind, and none of one, is no export. */
const maxUnknown = 1_000

/** Reads the parts of an export in turn. Throws `refused` for what is no export, before anything of it is returned. */
export async function* readEntries(parts: readonly ExportPart[]): AsyncGenerator<ExportEntry> {
  const reader = new EntryReader()
  for (const part of parts) yield* reader.read(part)
  reader.requireKnown()
}

class EntryReader {
  /** Held back until something is recognized. */
  #unknown: Skipped[] = []
  #isKnown = false
  readonly #named = new Set<string>()

  requireKnown(): void {
    if (!this.#isKnown) throw new AppError('refused', notAnExport)
  }

  *#know(name: string): Generator<ExportEntry> {
    if (!this.#named.has(name)) yield { kind: 'source', name }
    this.#named.add(name)
    this.#isKnown = true
    for (const skipped of this.#unknown) yield { kind: 'skipped', ...skipped }
    this.#unknown = []
  }

  *#skip(skipped: Skipped): Generator<ExportEntry> {
    if (this.#isKnown) yield { kind: 'skipped', ...skipped }
    else if (this.#unknown.push(skipped) > maxUnknown) this.requireKnown()
  }

  async *read(part: ExportPart): AsyncGenerator<ExportEntry> {
    const file = new CollectedFile()
    let isList = false
    try {
      for await (const found of splitJson(await part.open())) {
        if (found.key === undefined) {
          isList = true
          yield* this.#entry(found, part.name)
        } else if (file.isParleys) {
          if (found.key === 'version') requireVersion(found.value)
          yield* this.#parley(found, part.name)
        } else {
          file.add(found)
          if (file.isTooLarge) throw new AppError('refused', notAnExport)
          if (file.isParleys) yield* this.#begin(file, part.name)
        }
      }
    } catch (error) {
      if (error instanceof AppError) throw error
      yield* this.#skip({ entry: part.name, reason: 'It is damaged, and could not be read to its end.' })
    }
    if (isList || file.isParleys || file.isEmpty) return
    const conversations = file.lists.conversations
    if (!conversations) yield* this.#entry({ value: file.value }, part.name)
    else for (const [at, value] of conversations.entries()) yield* this.#entry({ place: at + 1, value }, part.name)
  }

  /** What stood before the name of the format. */
  *#begin({ members, lists }: CollectedFile, name: string): Generator<ExportEntry> {
    requireVersion(members.version)
    yield* this.#know('Parley')
    for (const key of ['conversations', 'documents', 'presets', 'tasks'])
      for (const [at, value] of (lists[key] ?? []).entries()) yield* this.#parley({ key, place: at + 1, value }, name)
  }

  /** An element of a list of Parley's own format. */
  *#parley({ key, place, value, problem }: Found, file: string): Generator<ExportEntry> {
    const name = nameOf(value, place, file)
    if (problem !== undefined) yield* this.#skip({ entry: name, reason: problem })
    else if (key === 'conversations') yield* this.#conversation(value, name)
    else if (key === 'documents') yield* this.#checked('document', archivedDocument, value, name)
    else if (key === 'presets') yield* this.#checked('preset', archivedPreset, value, name)
    else if (key === 'tasks') yield* this.#checked('task', archivedTask, value, name)
  }

  /** An element of a list, or a whole file, of an app that is not known yet. */
  *#entry({ place, value, problem }: Found, file: string): Generator<ExportEntry> {
    const entry = nameOf(value, place, file)
    if (problem !== undefined) return yield* this.#skip({ entry, reason: problem })
    const source = isObject(value) ? sources.find((each) => each.fits(value)) : undefined
    if (!source || !isObject(value))
      return yield* this.#skip({ entry, reason: 'It is no conversation of a known kind.' })
    yield* this.#know(source.name)
    try {
      const { conversation, documents, broken } = source.convert(value)
      for (const each of broken) yield* this.#skip({ entry: `${entry}: ${each}`, reason: 'This message is damaged.' })
      if (conversation.messages.length === 0) return yield* this.#skip({ entry, reason: 'It has no messages.' })
      yield { kind: 'conversation', entry, value: conversation }
      for (const document of documents) yield { kind: 'document', entry: `${entry}: ${document.name}`, value: document }
    } catch (error) {
      if (!(error instanceof BrokenEntry)) report('A conversation could not be converted.', error)
      const reason = error instanceof BrokenEntry ? error.message : 'It is damaged.'
      yield* this.#skip({ entry, reason })
    }
  }

  *#checked(
    kind: 'document' | 'preset' | 'task',
    schema: z.ZodType<ArchivedDocument> | z.ZodType<ArchivedPreset> | z.ZodType<ArchivedTask>,
    value: unknown,
    entry: string,
  ): Generator<ExportEntry> {
    const read = schema.safeParse(value)
    if (read.success) yield { kind, entry, value: read.data } as ExportEntry
    else yield* this.#skip({ entry, reason: reasonOf(read.error) })
  }

  *#conversation(value: unknown, entry: string): Generator<ExportEntry> {
    const whole = archivedConversation.safeParse(value)
    if (whole.success) return yield { kind: 'conversation', entry, value: whole.data }
    const rest = archivedConversation.extend({ messages: z.array(z.unknown()) }).safeParse(value)
    if (!rest.success) return yield* this.#skip({ entry, reason: reasonOf(rest.error) })
    const { messages, broken } = readMessages(rest.data.messages)
    for (const each of broken) yield* this.#skip({ entry: `${entry}: ${each.entry}`, reason: each.reason })
    yield { kind: 'conversation', entry, value: { ...rest.data, messages } }
  }
}

/** Drops broken messages; what follows one goes with the message before it. */
function readMessages(values: readonly unknown[]) {
  const messages: ArchivedConversation['messages'] = []
  const broken: Skipped[] = []
  const parents = new Map<string, string | null>()
  for (const [at, value] of values.entries()) {
    const read = archivedMessage.safeParse(value)
    if (read.success) {
      messages.push(read.data)
      continue
    }
    broken.push({ entry: `message ${at + 1}`, reason: reasonOf(read.error) })
    if (isObject(value) && typeof value.id === 'string')
      parents.set(value.id, typeof value.parentId === 'string' ? value.parentId : null)
  }
  const parentOf = (id: string | null): string | null => {
    let parent = id
    for (let step = 0; parent !== null && parents.has(parent) && step <= parents.size; step++)
      parent = parents.get(parent) ?? null
    return parent
  }
  return { messages: messages.map((message) => ({ ...message, parentId: parentOf(message.parentId) })), broken }
}

type Found = Omit<JsonPart, 'bytes'>

/** Members of a file that is an object, until it is known what they are: they may be one conversation. */
class CollectedFile {
  readonly members: Record<string, unknown> = {}
  readonly lists: Record<string, unknown[]> = {}
  #bytes = 0

  add({ key = '', place, value, problem, bytes }: JsonPart): void {
    this.#bytes += bytes
    if (place !== undefined) {
      this.lists[key] ??= []
      this.lists[key].push(value)
    } else if (problem === undefined) this.members[key] = value
  }

  get isParleys(): boolean {
    return this.members.format === archiveFormat
  }

  get isTooLarge(): boolean {
    return this.#bytes > maxPartBytes
  }

  get isEmpty(): boolean {
    return Object.keys(this.members).length + Object.keys(this.lists).length === 0
  }

  get value(): Json {
    return { ...this.lists, ...this.members }
  }
}

function requireVersion(version: unknown): void {
  if (typeof version === 'number' && version > archiveVersion)
    throw new AppError('refused', 'A newer Parley has written this file. Install the newest version to import it.')
}

function nameOf(value: unknown, place: number | undefined, file: string): string {
  const fields = isObject(value) ? [value.title, value.name, value.id, value.uuid] : []
  const name = fields.find((field) => typeof field === 'string' && field.trim() !== '')
  const number = place === undefined ? '' : `#${place}`
  if (typeof name !== 'string') return number === '' ? file : `${file} ${number}`
  const short = name.replace(/\s+/g, ' ').trim().slice(0, 100)
  return number === '' ? short : `${short} (${number})`
}

function reasonOf({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.') ?? ''
  return place === '' ? 'It is damaged.' : `It is damaged: ${place}.`
}
