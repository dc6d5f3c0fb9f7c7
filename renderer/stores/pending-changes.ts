import type { Conversation } from '../../contract/chat.js'

/** What a user changes of where conversations stand; `undefined` takes a field away. */
export type Change = Partial<Pick<Conversation, 'trashedAt' | 'folderId' | 'isPinned' | 'isArchived' | 'title'>>
type Field = keyof Change

interface PendingChange {
  readonly change: Change
  /** Main has answered the request. */
  isAnswered: boolean
  /** Main has sent the conversation as the change leaves it. */
  isSeen: boolean
}

/** Changes that the window shows before main has confirmed them, by conversation and field. */
const pending = new Map<string, Map<Field, PendingChange>>()

const fieldsOf = (change: Change) => Object.keys(change) as Field[]

export function withChange(conversation: Conversation, change: Change): Conversation {
  const changed = Object.entries({ ...conversation, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(changed) as unknown as Conversation
}

/**
 * Applies pending changes to what main sends about the conversation, which may be older than they are. Answers and events
 * travel on different pipes: an answer does not mean that the event has arrived.
 */
export function withPendingChanges(conversation: Conversation): Conversation {
  const fields = pending.get(conversation.id)
  if (!fields) return conversation
  let shown = conversation
  for (const [field, entry] of fields) {
    entry.isSeen ||= isSame(field, conversation[field], entry.change[field])
    endIfConfirmed(conversation.id, field, entry)
    shown = withChange(shown, { [field]: entry.change[field] })
  }
  return shown
}

/** Main has a clock of its own. */
const isSame = (field: Field, a: unknown, b: unknown) =>
  field === 'trashedAt' ? (a === undefined) === (b === undefined) : a === b

/** Keeps a change pending until main has confirmed it, or until a later one of the same field replaces it. */
export async function trackChange(
  ids: readonly string[],
  change: Change,
  request: () => Promise<unknown>,
): Promise<void> {
  const entries = ids.flatMap((id) =>
    fieldsOf(change).map((field) => {
      const entry: PendingChange = { change, isAnswered: false, isSeen: false }
      const fields = pending.get(id) ?? new Map<Field, PendingChange>()
      pending.set(id, fields.set(field, entry))
      return { id, field, entry }
    }),
  )
  try {
    await request()
    for (const { id, field, entry } of entries) {
      entry.isAnswered = true
      endIfConfirmed(id, field, entry)
    }
  } catch (error) {
    for (const { id, field, entry } of entries) end(id, field, entry)
    throw error
  }
}

function endIfConfirmed(id: string, field: Field, entry: PendingChange): void {
  if (entry.isAnswered && entry.isSeen) end(id, field, entry)
}

function end(id: string, field: Field, entry: PendingChange): void {
  const fields = pending.get(id)
  if (fields?.get(field) !== entry) return
  fields.delete(field)
  if (fields.size === 0) pending.delete(id)
}
