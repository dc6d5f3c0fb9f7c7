import { z } from 'zod'
import { type DocumentKind, isDocumentKind, type ReadingProgress } from '../../../contract/documents.js'
import { maxPagesPerMessage, type ReadDocument, type ReadPage, readFailures } from '../../../contract/reader.js'
import { readFailureError } from './document-kind.js'
import type { DocumentSource } from './document-source.js'
import { resultLimits } from './limits.js'
import { PieceBudget } from './piece-budget.js'
import { unreadableError } from './reader.js'

const sentence = z.string().max(resultLimits.maxSentenceLength)
const sentences = z.array(sentence).max(resultLimits.maxSentences)
const pageSchema = z.object({
  label: sentence.optional(),
  passages: z.array(z.string().min(1).max(resultLimits.maxPassageLength)).max(resultLimits.maxPassagesPerPage),
  status: z.enum(['read', 'empty', 'failed']),
  problem: sentence.optional(),
  isPicture: z.literal(true).optional(),
})
const pageCount = z.number().int().min(1).max(resultLimits.maxPages)
const offset = z.number().int().nonnegative()
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('piece'), from: offset, to: offset }),
  z.object({ type: z.literal('picture'), total: pageCount }),
  z.object({
    type: z.literal('pages'),
    total: pageCount,
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

type Received =
  | { readonly type: 'pages' }
  | { readonly type: 'picture' }
  | { readonly type: 'piece'; readonly from: number; readonly to: number }
  | { readonly type: 'end'; readonly document: ReadDocument }

/** Collects what a reader sends about one file. A stranger's file may control the reader: every message is hostile input. */
export class Reading {
  readonly #file: Pick<DocumentSource, 'kind' | 'size'>
  readonly #pages: ReadPage[] = []
  #total = 0
  #length = 0
  readonly #pieces: PieceBudget
  #isPicture = false

  constructor(file: Pick<DocumentSource, 'kind' | 'size'>) {
    this.#file = file
    this.#pieces = new PieceBudget(file.size)
  }

  get progress(): ReadingProgress {
    return { done: this.#pages.length, total: this.#total, isPicture: this.#isPicture }
  }

  /**
   * Returns what main has to do. Throws the reader's failure, or `document-unreadable` for a message that no reader sends.
   */
  receive(message: unknown): Received {
    const parsed = messageSchema.safeParse(message)
    if (!parsed.success) throw unreadableError()
    const { data } = parsed
    switch (data.type) {
      case 'pages':
        this.#isPicture = false
        this.#add(data.pages, data.total)
        return { type: 'pages' }
      case 'picture':
        // A page has the time of one picture only.
        if (this.#isPicture) throw unreadableError()
        this.#isPicture = true
        this.#setTotal(data.total)
        return { type: 'picture' }
      case 'piece':
        this.#pieces.take(data)
        return data
      case 'end':
        if (this.#pages.length !== this.#total || this.#total === 0) throw unreadableError()
        if (data.rest.kind !== this.#file.kind) throw unreadableError()
        return { type: 'end', document: { ...data.rest, pages: this.#pages } }
      case 'failed':
        throw readFailureError(data.code, this.#file.kind)
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
      kind: this.#file.kind,
      pages: [...this.#pages, ...missing],
      removedCharacters: 0,
      omitted: [],
      problems: [
        `Only ${count.toLocaleString('en')} of ${this.#total.toLocaleString('en')} pages ${count === 1 ? 'was' : 'were'} read. ${why}`,
      ],
    }
  }

  #setTotal(total: number): void {
    if (this.#total !== 0 && total !== this.#total) throw unreadableError()
    this.#total = total
  }

  #add(pages: readonly ReadPage[], total: number): void {
    this.#setTotal(total)
    for (const page of pages) {
      if (page.passages.length > 0 !== (page.status === 'read')) throw unreadableError()
      for (const passage of page.passages) this.#length += passage.length
      this.#pages.push(page)
    }
    if (this.#pages.length > total || this.#length > maxTextLength(this.#file)) throw unreadableError()
  }
}

/** Decoding a text makes at most one character per byte; other formats are compressed. */
const maxTextLength = ({ kind, size }: Pick<DocumentSource, 'kind' | 'size'>) =>
  kind === 'text' || kind === 'markdown' ? size * maxTranscriptGrowth : resultLimits.maxTextLength

/** A text file of speech gets brackets around its times: at most two characters a line, of which none has fewer than eight. */
const maxTranscriptGrowth = 1.25
