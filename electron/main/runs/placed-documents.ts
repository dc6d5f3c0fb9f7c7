import type { Message, SeenDocument } from '../../../contract/chat.js'
import type { DocumentView } from '../../../contract/documents.js'
import type { Store } from '../store/store.js'

/** A document of a conversation, with the first message that says something about it. */
export interface PlacedDocument {
  readonly messageId: string
  readonly documentId: string
}

/**
 * The documents of messages, each with the message where the model sees it first: the question that it was sent with, or
 * its summary. A message that only asks for summaries says nothing by itself.
 *
 * @param documentOf the document of a job; undefined for a job that has vanished
 * @param lentIds the documents of the project, which stand with the first question
 */
export function documentsOf(
  messages: readonly Message[],
  documentOf: (jobId: string) => string | undefined,
  lentIds: readonly string[] = [],
): readonly PlacedDocument[] {
  const placed = new Map<string, PlacedDocument>()
  const first = lentIds.length > 0 ? messages.find(isQuestion) : undefined
  for (const documentId of first ? lentIds : []) placed.set(documentId, { messageId: first?.id ?? '', documentId })
  for (const message of messages) {
    for (const documentId of idsOf(message, documentOf))
      if (!placed.has(documentId)) placed.set(documentId, { messageId: message.id, documentId })
  }
  return [...placed.values()]
}

export const isQuestion = (message: Message) => message.role === 'user' && message.text !== '' && !message.isBatch

/** The documents in the composer of a conversation; `null`: of one that has not begun. */
export const attachedTo = ({ documents }: Pick<Store, 'documents'>, conversationId: string | null): readonly string[] =>
  documents.ofConversation(conversationId).flatMap(({ id, isAttached }) => (isAttached ? [id] : []))

function idsOf(message: Message, documentOf: (jobId: string) => string | undefined): readonly string[] {
  // Of a batch, replies see the answers only.
  if (message.role === 'user') return isQuestion(message) ? (message.documentIds ?? []) : []
  if (message.role === 'assistant') return []
  const id = documentOf(message.jobId)
  return id === undefined ? [] : [id]
}

/**
 * Gives each view its place in the prompt. A whole document stays where it was sent, so that the prompt cache keeps it. Found
 * passages change with each question, so they stand with the last one. When the message of a document is hidden by a cut, the
 * first visible question has it. Where nothing was found, the summary is left, if the conversation has one.
 *
 * @param views one for each document, in order
 * @param visible the messages that the model sees
 * @param summarised the documents whose summary is among these messages
 */
export function placeViews(
  documents: readonly PlacedDocument[],
  visible: readonly Message[],
  views: readonly DocumentView[],
  summarised: ReadonlySet<string>,
): readonly SeenDocument[] {
  const isVisible = new Set(visible.map(({ id }) => id))
  const questions = visible.filter(isQuestion)
  return documents.map(({ documentId, messageId }, at): SeenDocument => {
    const view: DocumentView = views[at] ?? { sees: 'gone' }
    const rest = { sees: summarised.has(documentId) ? 'summary' : 'gone' } as const
    const own = isVisible.has(messageId) ? messageId : (questions[0]?.id ?? messageId)
    if (view.sees === 'whole') return { ...view, documentId, messageId: own }
    if (view.sees !== 'passages' || (view.pieces.length === 0 && !view.partsRead))
      return { ...rest, documentId, messageId: own }
    return { ...view, documentId, messageId: questions.at(-1)?.id ?? own }
  })
}
