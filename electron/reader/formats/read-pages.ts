import type { ReadFailure } from '../../../contract/reader.js'
import { ReadError } from '../decode.js'

/** One page of a document, or its nearest equivalent: a slide, a sheet, a chapter, a minute. */
export interface ReadPage {
  /** The printed name: a slide's title, a sheet's name, a minute, `iv`. Absent: the page's number. */
  readonly label?: string
  /** Paragraphs, headings in Markdown, tables in Markdown, in order. */
  readonly passages: readonly string[]
  readonly status: 'read' | 'empty' | 'failed'
  /** Why the page could not be read, in English. */
  readonly problem?: string
}

/** What a format holds and a reader leaves out. */
export interface Omission {
  readonly what: OmittedThing
  readonly count: number
}

export type OmittedThing =
  | 'attachments'
  | 'columns'
  | 'comments'
  | 'deleted passages'
  | 'embedded files'
  | 'hidden passages'
  | 'hidden sheets'
  | 'hidden slides'
  | 'long cells'
  | 'passages around the article'
  | 'pictures'
  | 'rows'

/** What the readers of this folder return. Passages still hold hidden characters; the caller removes and counts them. */
export interface ReadPages {
  readonly title?: string
  /** Of text formats, as the Encoding Standard names it. */
  readonly encoding?: string
  readonly pages: readonly ReadPage[]
  readonly omitted: readonly Omission[]
  readonly problems: readonly string[]
}

/** Reads the bytes of one kind of document. Throws `ReadError`, mostly a `FormatError`. */
export type FormatReader = (bytes: Uint8Array) => ReadPages | Promise<ReadPages>

/**
 * Why a file is refused: its bytes are broken, it needs a password, it is larger or more complex than the limits allow,
 * it holds entities that only attacks need, or it is of another kind than its name says.
 */
export type FormatFault = 'damaged' | 'encrypted' | 'too-large' | 'unsafe' | 'other-kind'

const codes: Readonly<Record<FormatFault, ReadFailure>> = {
  damaged: 'document-unreadable',
  encrypted: 'document-encrypted',
  'too-large': 'document-too-large',
  unsafe: 'document-unsafe',
  'other-kind': 'document-unreadable',
}

export class FormatError extends ReadError {
  readonly fault: FormatFault
  /** What exactly is wrong, in English. */
  readonly detail: string

  constructor(fault: FormatFault, detail: string) {
    super(codes[fault])
    this.fault = fault
    this.detail = detail
    this.message = `${fault}: ${detail}`
  }
}

/**
 * Runs `read`. When its part of the file is damaged, that costs the part only: `problems` gets a sentence. Other faults
 * go on to the caller.
 */
export function tolerateDamage(problems: string[], read: () => void): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof FormatError) || error.fault !== 'damaged') throw error
    problems.push(damageSentence(error))
  }
}

export const damageSentence = ({ detail }: FormatError): string => `Part of the file is damaged (${detail}).`

/** Counts what is left out, in the order in which it is first found. */
export class Omissions {
  readonly #counts = new Map<OmittedThing, number>()

  add(what: OmittedThing, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count)
  }

  list(): Omission[] {
    return [...this.#counts].map(([what, count]) => ({ what, count }))
  }
}

/** What a reader puts in front of text that the page does not show: white, of no size, or marked as hidden. */
export const notVisible = (text: string): string => `[Not visible on the page] ${text}`

/** The problem of a document that has such text in `count` places. */
export const notVisibleSentence = (count: number): string =>
  count === 1
    ? 'The document has text that is not visible on the page; it is marked.'
    : `The document has text that is not visible on the page, in ${count} places; it is marked.`
