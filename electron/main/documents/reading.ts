import { z } from 'zod'
import { type DocumentKind, isDocumentKind } from '../../../contract/documents.js'
import {
  maxPagesPerMessage,
  type ReadDocument,
  type ReadPage,
  type ReadRequest,
  readFailures,
} from '../../../contract/reader.js'
import { readFailureError } from './document-kind.js'
import { resultLimits } from './limits.js'
import { unreadableError } from './reader.js'

const sentence = z.string().max(resultLimits.maxSentenceLength)
const sentences = z.array(sentence).max(resultLimits.maxSentences)
const pageSchema = z.object({
  label: sentence.optional(),
  passages: z.array(z.string().min(1).max(resultLimits.maxPassageLength)).max(resultLimits.maxPassagesPerPage),
  status: z.enum(['read', 'empty', 'failed']),
  problem: sentence.optional(),
})
const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('pages'),
    total: z.number().int().min(1).max(resultLimits.maxPages),
    pages: z.array(pageSchema).min(1).max(maxPagesPerMessage),
  }),
  z.object({
    type: z.literal('end'),
    rest: z.object({
      kind: z.custom<DocumentKind>(isDocumentKind),
      title: sentence.optional(),
      encoding: z
        .string()
        .regex(/^[a-z0-9-]{1,20}$/)
        .optional(),
      removedCharacters: z.number().int().nonnegative(),
      omitted: z
        .array(z.object({ what: sentence, count: z.number().int().nonnegative() }))
        .max(resultLimits.maxSentences),
      problems: sentences,
    }),
  }),
  z.object({ type: z.literal('failed'), code: z.enum(readFailures) }),
])

/** Collects what a reader sends about one file. A stranger's file may control the reader: every message is hostile input. */
export class Reading {
  readonly #request: ReadRequest
  readonly #pages: ReadPage[] = []
  #total = 0
  #length = 0

  constructor(request: ReadRequest) {
    this.#request = request
  }

  get pageCount(): number {
    return this.#pages.length
  }

  /** Returns the document after the last message. Throws the reader's failure, or `document-unreadable` for a message that no reader sends. */
  receive(message: unknown): ReadDocument | undefined {
    const parsed = messageSchema.safeParse(message)
    if (!parsed.success) throw unreadableError()
    const { data } = parsed
    switch (data.type) {
      case 'pages':
        this.#add(data.pages, data.total)
        return undefined
      case 'end':
        if (this.#pages.length !== this.#total || this.#total === 0) throw unreadableError()
        if (data.rest.kind !== this.#request.kind) throw unreadableError()
        return { ...data.rest, pages: this.#pages }
      case 'failed':
        throw readFailureError(data.code, this.#request.kind)
    }
  }

  /** What was read before the reader was stopped; undefined when that is nothing. `why` is a sentence. */
  partial(why: string): ReadDocument | undefined {
    if (this.#pages.every(({ status }) => status !== 'read')) return undefined
    const count = this.#pages.length
    const missing = Array.from({ length: this.#total - count }, () => ({
      passages: [],
      status: 'failed' as const,
      problem: 'The reader stopped before this page.',
    }))
    return {
      kind: this.#request.kind,
      pages: [...this.#pages, ...missing],
      removedCharacters: 0,
      omitted: [],
      problems: [
        `Only the first ${count.toLocaleString('en')} of ${this.#total.toLocaleString('en')} pages were read. ${why}`,
      ],
    }
  }

  #add(pages: readonly ReadPage[], total: number): void {
    if (this.#total !== 0 && total !== this.#total) throw unreadableError()
    this.#total = total
    for (const page of pages) {
      if (page.passages.length > 0 !== (page.status === 'read')) throw unreadableError()
      for (const passage of page.passages) this.#length += passage.length
      this.#pages.push(page)
    }
    if (this.#pages.length > total || this.#length > maxTextLength(this.#request)) throw unreadableError()
  }
}

/** Decoding a text makes at most one character per byte; other formats are compressed. */
const maxTextLength = ({ kind, bytes }: ReadRequest) =>
  kind === 'text' || kind === 'markdown' ? bytes.byteLength : resultLimits.maxTextLength
