import { z } from 'zod'
import { type DocumentKind, isDocumentKind } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import { type ReadDocument, type ReadRequest, readFailures } from '../../../contract/reader.js'
import { readFailureError } from './document-kind.js'
import { resultLimits } from './limits.js'

/** Turns a document's bytes into text, in another process. */
export interface Reader {
  /** Throws `document-empty`, `document-unreadable`, or the signal's reason. */
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadDocument>
}

const sentence = z.string().max(resultLimits.maxSentenceLength)
const pageSchema = z.object({
  label: sentence.optional(),
  passages: z.array(z.string().min(1).max(resultLimits.maxPassageLength)),
  status: z.enum(['read', 'empty', 'failed']),
  problem: sentence.optional(),
})
const resultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.object({
      kind: z.custom<DocumentKind>(isDocumentKind),
      title: sentence.optional(),
      encoding: z
        .string()
        .regex(/^[a-z0-9-]{1,20}$/)
        .optional(),
      pages: z.array(pageSchema).min(1).max(resultLimits.maxPages),
      removedCharacters: z.number().int().nonnegative(),
      omitted: z
        .array(z.object({ what: sentence, count: z.number().int().nonnegative() }))
        .max(resultLimits.maxSentences),
      problems: z.array(sentence).max(resultLimits.maxSentences),
    }),
  }),
  z.object({ ok: z.literal(false), code: z.enum(readFailures) }),
])

/** Checks a reader's message as hostile input, because a stranger's file may control the reader. */
export function checkResult(message: unknown, request: ReadRequest): ReadDocument {
  const parsed = resultSchema.safeParse(message)
  if (!parsed.success) throw unreadableError()
  if (!parsed.data.ok) throw readFailureError(parsed.data.code, request.kind)
  const document = parsed.data.value
  // Decoding makes at most one character per byte, so more text than that is not from this file.
  const length = document.pages.reduce(
    (sum, page) => sum + page.passages.reduce((all, text) => all + text.length, 0),
    0,
  )
  if (length > request.bytes.byteLength || document.kind !== request.kind) throw unreadableError()
  return document
}

export const unreadableError = (why = 'The reader stopped.') =>
  new AppError('document-unreadable', `This file could not be read. ${why} Nothing else is affected.`)
