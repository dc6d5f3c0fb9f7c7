import { randomUUID } from 'node:crypto'
import type { Archive } from '../store/archive/archive.js'
import { type ArchivedConversation, type ArchivedDocument, toIso } from '../store/archive/archived.js'

/**
 * Adds a conversation that is another one up to a message, with its documents, under ids of its own. Later messages, other
 * versions and unfinished texts stay in the first one. Returns the new id. Throws `not-found`, `disk-full`.
 */
export function duplicateUpTo(archive: Archive, conversationId: string, messageId: string, now: number): string {
  const whole = archive.conversation(conversationId)
  const messages = pathTo(whole.messages, messageId)
  const kept = new Set(messages.map(({ id }) => id))
  const cuts = (whole.cuts ?? []).filter((cut) => kept.has(cut.messageId) && cut.messageId !== messageId)
  const documents = archive.documentIdsOf(conversationId).map((id) => archive.document(id))
  const { draft: _draft, edits: _edits, trashedAt: _trashed, isPinned: _pin, isArchived: _archived, ...rest } = whole
  const conversation: ArchivedConversation = {
    ...rest,
    title: `${whole.title} copy`,
    titleBy: 'user',
    createdAt: toIso(now),
    updatedAt: toIso(now),
    currentMessageId: messageId,
    messages,
    cuts,
  }
  const ids = new Map<unknown, string>([
    [conversationId, randomUUID()],
    ...[...messages, ...cuts, ...documents, ...documents.flatMap(({ summaries = [] }) => summaries)].map(
      ({ id }): [string, string] => [id, randomUUID()],
    ),
  ])
  const importing = archive.startImport({ isDry: false })
  importing.slice(() => {
    importing.addConversation(renamed(conversation, ids))
    for (const document of documents) importing.addDocument(renamed(document, ids))
  })
  importing.finish()
  return ids.get(conversationId) ?? conversationId
}

/** The messages from the first one to this one. */
function pathTo(messages: ArchivedConversation['messages'], messageId: string): ArchivedConversation['messages'] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const path: ArchivedConversation['messages'] = []
  for (let message = byId.get(messageId); message; message = byId.get(message.parentId ?? '')) {
    byId.delete(message.id) // a damaged store may have a circle
    path.unshift(message)
  }
  return path
}

/** The same with other ids, wherever one stands: recipes name messages and documents, too. */
const renamed = <T extends ArchivedConversation | ArchivedDocument>(entry: T, ids: ReadonlyMap<unknown, string>): T =>
  JSON.parse(JSON.stringify(entry), (_key, value: unknown) => ids.get(value) ?? value) as T
