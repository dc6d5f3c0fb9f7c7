import type { AssistantMessage, Message, SeenDocument } from '../../../contract/chat.js'
import type { AnswerSources, PassageLink } from '../../../contract/documents.js'
import { passageTime } from '../../../contract/passage-time.js'
import { type Attachment, numberOf, seenPieces } from '../documents/questions/attachment.js'
import { type Citation, citationsOf, linksOf } from '../documents/questions/links.js'
import type { ToldDocuments } from './document-views.js'

/** Of a whole document with more passages, only those that the answer cites are looked up. */
const maxPassages = 200

/**
 * What a finished reply after the messages `before` rests on. It is found anew each time: documents and the recipe of a reply never change, and a
 * document that has vanished has no passage.
 */
export async function answerSources(
  reply: AssistantMessage,
  before: readonly Message[],
  told: ToldDocuments,
): Promise<AnswerSources> {
  const seen = reply.recipe?.told.documents ?? []
  const attachments = seen.map((each, place): Attachment => {
    const document = told.documentOf(each) ?? { name: '', pages: [] }
    return { document, view: each, number: numberOf(place, seen.length) }
  })
  const timeOf = ({ document, page, passage }: Citation) => {
    const found = attachments[document]?.document.pages.find((each) => each.page === page)
    return passageTime(page, found?.passages[passage - 1] ?? '')
  }
  const toLink = (citation: Citation): PassageLink => {
    const { document, page, passage, quote, verified } = citation
    const time = timeOf(citation)
    const { documentId } = seen[document] as SeenDocument
    return { documentId, page, passage, quote, isVerbatim: verified, ...(time !== undefined && { time }) }
  }
  const count = attachments.reduce((sum, attachment) => sum + seenPieces(attachment).length, 0)
  const links = count > maxPassages ? [] : await linksOf(reply.text, questionOf(before), attachments)
  return {
    citations: citationsOf(reply.text, attachments).map((places) =>
      places.map((citation) => (citation ? toLink(citation) : null)),
    ),
    passages: links.toSorted((a, b) => Number(b.isCited) - Number(a.isCited) || b.closeness - a.closeness).map(toLink),
  }
}

function questionOf(path: readonly Message[]): string {
  const question = path.findLast((message) => message.role === 'user' && message.text !== '')
  return question?.role === 'user' ? question.text : ''
}
