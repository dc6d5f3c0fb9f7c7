import { isObject } from '../../../files/read-tolerant.js'
import type { ArchivedConversation, ArchivedDocument } from '../../../store/archive/archived.js'
import { idFrom } from '../../../store/archive/archived-ids.js'

export type Json = Readonly<Record<string, unknown>>

/** A conversation of another app as Parley's own. */
export interface Converted {
  readonly conversation: ArchivedConversation
  readonly documents: readonly ArchivedDocument[]
  /** Messages that were broken. */
  readonly broken: readonly string[]
}

/** The export of an app. Its conversations get the same ids each time, so that the same export twice adds nothing. */
export interface Source {
  /** Of the app, for people. */
  readonly name: string
  /** Whether a value looks like one of its conversations, broken or not. */
  fits(value: Json): boolean
  /** Throws `BrokenEntry`. */
  convert(value: Json): Converted
}

/** The message is a sentence for the user: why an entry of a file cannot be used. */
export class BrokenEntry extends Error {}

export const objectAt = (value: unknown, key: string): Json | undefined => {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : undefined
}

export const textAt = (value: unknown, key: string): string | undefined => {
  const found = isObject(value) ? value[key] : undefined
  return typeof found === 'string' ? found : undefined
}

export const listAt = (value: unknown, key: string): readonly unknown[] => {
  const found = isObject(value) ? value[key] : undefined
  return Array.isArray(found) ? found : []
}

const latestMs = Date.UTC(9999, 11, 31)

/** ISO 8601 of a number of seconds or milliseconds since 1970, or of a text that is a time. */
export function timeFrom(value: unknown, unit: 's' | 'ms' = 's'): string | undefined {
  const ms =
    typeof value === 'number'
      ? value * (unit === 's' ? 1_000 : 1)
      : typeof value === 'string'
        ? Date.parse(value)
        : Number.NaN
  return ms > 0 && ms <= latestMs ? new Date(ms).toISOString() : undefined
}

export const titleOf = (value: unknown): string => (typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '')

/** A message without the id of its parent, which depends on what is shown. */
export type Said = Omit<ArchivedConversation['messages'][number], 'id' | 'parentId'>

export const said = (role: 'user' | 'assistant', text: string, rest: Partial<Said> = {}): Said => ({
  role,
  text,
  reasoning: '',
  ...rest,
})

/** Characters of a page of a text that has none of its own. */
const pageLength = 3_000

/** A document from its text: what another app kept of a file. */
export function documentFrom(
  ids: readonly [conversationId: string, messageId: string, place: number],
  { name, text, bytes, createdAt }: { name: string; text: string; bytes: unknown; createdAt: string | undefined },
): ArchivedDocument {
  const [conversationId, messageId, place] = ids
  const size = typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : Buffer.byteLength(text)
  return {
    id: idFrom(conversationId, messageId, 'document', String(place)),
    conversationId,
    name: titleOf(name) || 'Document',
    kind: 'text',
    bytes: size,
    state: 'read',
    pages: pagesOf(text),
    ...(createdAt && { createdAt }),
  }
}

function pagesOf(text: string): ArchivedDocument['pages'] {
  const pages: { state: 'read'; passages: string[] }[] = []
  let length = pageLength
  for (const passage of text.split(/\r?\n(?:[ \t]*\r?\n)+/)) {
    if (passage.trim() === '') continue
    if (length >= pageLength) {
      pages.push({ state: 'read', passages: [] })
      length = 0
    }
    pages.at(-1)?.passages.push(passage)
    length += passage.length
  }
  return pages.length > 0 ? pages : [{ state: 'read', passages: [] }]
}
