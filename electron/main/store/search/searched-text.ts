import { z } from 'zod'
import type { MessageRow } from '../rows.js'
import { fromJson } from '../stored-reply.js'

const points = z.array(z.object({ text: z.string() }))

/** A message for search and for a snippet. `name` and `summary` are those of the document; the summary is JSON. */
export interface SearchedMessage extends Pick<MessageRow, 'role' | 'text'> {
  readonly name: string | null
  readonly summary: string | null
}

/** Joins the columns of a `SearchedMessage` from `messages`. */
export const searchedColumns = 'role, text, name, summary'
export const withDocuments = 'messages LEFT JOIN jobs ON jobs.id = job_id'

/** The text of a message, or the name and the summary of a document. */
export function searchedText({ role, text, name, summary }: SearchedMessage): string {
  if (role !== 'document') return text
  const read = points.safeParse(fromJson(summary))
  return [name ?? '', ...(read.success ? read.data.map((point) => point.text) : [])].join('\n')
}
