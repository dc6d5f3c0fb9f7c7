import { z } from 'zod'
import { inPlainWords } from '../../../../contract/page-markers.js'
import { visibleText } from '../../../../markdown/visible-text.js'
import type { MessageRow } from '../rows.js'
import { fromJson } from '../stored-reply.js'
import { isHeldReply } from '../stored-verdict.js'

const points = z.array(z.object({ heading: z.string().optional().catch(undefined), text: z.string() }))

/** A message for search and for a snippet, with the answers of its batch in `text`. `name` and `summary` are those of the document; the summary is JSON. */
export interface SearchedMessage extends Pick<MessageRow, 'role' | 'text'> {
  readonly name: string | null
  readonly summary: string | null
}

/** Joins the columns of a `SearchedMessage` from `messages`. A reply that is held is not found. */
export const searchedColumns = `
  role, documents.name, summary,
  CASE WHEN ${isHeldReply} THEN '' ELSE text END || coalesce((
    SELECT char(10) || group_concat(answer, char(10) ORDER BY row) FROM batch_rows WHERE batch_id = messages.id), '') AS text`
export const withDocuments =
  'messages LEFT JOIN jobs ON jobs.id = job_id LEFT JOIN documents ON documents.id = document_id'

/** What a window shows of a message: a reply is read as Markdown; of a document, its name and its summary with its headings. */
export function searchedText({ role, text, name, summary }: SearchedMessage): string {
  if (role === 'assistant') return visibleText(inPlainWords(text))
  if (role === 'user') return text
  const read = points.safeParse(fromJson(summary))
  const shown = read.success ? read.data.flatMap(({ heading, text: said }) => (heading ? [heading, said] : [said])) : []
  return [name ?? '', ...shown].join('\n')
}
