import { withoutHalfMarker } from '../../../../contract/page-markers.js'
import { type Ask, greedy } from '../summary/ask-for-points.js'
import type { Attachment } from './attachment.js'
import type { CountTokens } from './choose-passages.js'
import { type AskedDocument, chooseViews, maxDocumentTokens } from './choose-views.js'
import { expandQuestion } from './expand-question.js'
import { type AnswerLink, linksOf } from './links.js'
import { questionPrompt } from './question-prompt.js'

export interface AskOptions {
  readonly contextLength: number
  readonly ask: Ask
  readonly count: CountTokens
  /** Whether to ask the model for more words to search; useless with one that can't answer that. */
  readonly expands: boolean
  /** Receives the answer so far, with its markers. */
  readonly onText?: (text: string) => void
}

export interface DocumentAnswer {
  readonly answer: string
  readonly attachments: readonly Attachment[]
  readonly links: readonly AnswerLink[]
}

/** Answers one question on documents, outside of a conversation. */
export async function askDocuments(
  documents: readonly AskedDocument[],
  question: string,
  { contextLength, ask, count, expands, onText }: AskOptions,
): Promise<DocumentAnswer> {
  const maxTokens = maxDocumentTokens(contextLength)
  const expand = async () => (expands ? expandQuestion(question, ask) : [])
  const views = await chooseViews(documents, { text: question, expand }, { maxTokens, count })
  const attachments = documents.map(({ document, number }, at): Attachment => {
    return { document, number, view: views[at] ?? { sees: 'gone' } }
  })
  const { text } = await ask({ ...questionPrompt(attachments, question), ...greedy }, onText)
  const answer = withoutHalfMarker(text.trim())
  return { answer, attachments, links: await linksOf(answer, question, attachments) }
}
