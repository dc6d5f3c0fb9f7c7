import { createHash } from 'node:crypto'
import { isTemporary } from '../../../../contract/chat.js'

/** What windows may name (requests/arguments.ts), and what a list of ids in one text can hold. */
const isStorable = (id: string) => /^[\w-]{1,64}$/.test(id) && !isTemporary(id)

/** The same id for the same names, in the form of a UUID (version 8, RFC 9562). Another app's ids become ours by it. */
export function idFrom(...names: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(names)).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Also for a cut. */
export const conversationIdOf = (id: string): string => (isStorable(id) ? id : idFrom('conversation', id))

/**
 * The id of something in a conversation. It is kept, unless another conversation has it already.
 * @param ownerOf the conversation that has an id; undefined when none has
 */
export function ownIdOf(conversationId: string, id: string, ownerOf: (id: string) => string | undefined): string {
  const owner = isStorable(id) ? (ownerOf(id) ?? conversationId) : undefined
  return owner === conversationId ? id : idFrom(conversationId, id)
}
