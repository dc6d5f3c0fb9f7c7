import { z } from 'zod'
import { type DocumentKind, isDocumentKind } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import { type ReadDocument, type ReadRequest, readFailures } from '../../../contract/reader.js'
import { failure } from './document-kind.js'
import { answerLimits } from './limits.js'

/** Turns a document's bytes into text, outside of this process. */
export interface Reader {
  /** Throws `document-empty`, `document-unreadable`, or the signal's reason. */
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadDocument>
}

const passages = z.array(z.string().min(1).max(answerLimits.passageLength))
const answer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.object({
      kind: z.custom<DocumentKind>(isDocumentKind),
      encoding: z.string().regex(/^[a-z0-9-]{1,20}$/),
      pages: z.array(z.object({ passages })).min(1).max(answerLimits.pages),
      removedCharacters: z.number().int().nonnegative(),
    }),
  }),
  z.object({ ok: z.literal(false), code: z.enum(readFailures) }),
])

/** What a reader answered, checked as if hostile: it has read a stranger's file. */
export function checkAnswer(message: unknown, request: ReadRequest): ReadDocument {
  const parsed = answer.safeParse(message)
  if (!parsed.success) throw notRead()
  if (!parsed.data.ok) throw failure(parsed.data.code, request.kind)
  const document = parsed.data.value
  // Decoding makes at most one character of a byte: more text than that is not from this file.
  const length = document.pages.reduce(
    (sum, page) => sum + page.passages.reduce((all, text) => all + text.length, 0),
    0,
  )
  if (length > request.bytes.byteLength || document.kind !== request.kind) throw notRead()
  return document
}

export const notRead = (why = 'Its reader stopped.') =>
  new AppError('document-unreadable', `This file could not be read. ${why} Nothing else is affected.`)
