import type { DocumentPage, Piece } from '../../../../contract/documents.js'
import { passageBlock } from './prompts.js'
import { numbered } from './quote-by-number.js'
import { headingsOf } from './sections.js'
import { sentencesOf } from './sentences.js'

/** Counts the tokens of each text. */
export type CountTokens = (texts: readonly string[]) => Promise<readonly number[]>

/** The blank line between two passages needs at most this many tokens. */
const separatorTokens = 2
const batchPieces = 64

/** A small model cannot keep track of many short passages. */
const maxPiecesFor = (budget: number) => Math.max(8, Math.floor(budget / 50))

/** The text of a document by page and passage, both from 1. */
export class PassageText {
  readonly #pages: ReadonlyMap<number, readonly string[]>
  /** The characters before each passage, and of all as `end`. */
  #starts: ReadonlyMap<string, number> | undefined
  /** Prompts number the sentences of each passage, so that a model can quote them by their number. */
  readonly hasNumbers: boolean

  constructor(pages: readonly Pick<DocumentPage, 'page' | 'passages'>[], hasNumbers = false) {
    this.#pages = new Map(pages.map(({ page, passages }) => [page, passages]))
    this.hasNumbers = hasNumbers
  }

  passage(page: number, passage: number): string {
    return this.#pages.get(page)?.[passage - 1] ?? ''
  }

  passagesOf(page: number): readonly string[] {
    return this.#pages.get(page) ?? []
  }

  /** The text of each page, in order. */
  pageTexts(): readonly string[] {
    return [...this.#pages.values()].map((passages) => passages.join('\n'))
  }

  piece({ page, passage, start, end }: Piece): string {
    return this.passage(page, passage).slice(start, end)
  }

  /** How far into the document a passage begins, from 0 to 1. */
  depthOf({ page = 1, passage = 1 }: { readonly page?: number; readonly passage?: number }): number {
    this.#starts ??= startsOf(this.places())
    return (this.#starts.get(`${page}:${passage}`) ?? 0) / (this.#starts.get('end') ?? 1)
  }

  beginsWithHeading(piece: Piece): boolean {
    return piece.start === 0 && headingsOf(this.passage(piece.page, piece.passage)).length > 0
  }

  /** A piece as it stands in a prompt. */
  block(piece: Piece): string {
    return this.hasNumbers
      ? passageBlock(piece, numbered(this.sentences(piece)))
      : passageBlock(piece, this.piece(piece).trim())
  }

  sentences(piece: Piece): readonly string[] {
    return sentencesOf(this.piece(piece))
  }

  /** Every passage, in order. */
  places() {
    return [...this.#pages].flatMap(([page, passages]) =>
      passages.map((text, index) => ({ page, passage: index + 1, text })),
    )
  }

  /** Every passage as a piece, in order. */
  pieces(): Piece[] {
    return this.places().map(({ page, passage, text }) => ({ page, passage, start: 0, end: text.length }))
  }
}

function startsOf(places: ReturnType<PassageText['places']>): ReadonlyMap<string, number> {
  const starts = new Map<string, number>()
  let characters = 0
  for (const { page, passage, text } of places) {
    starts.set(`${page}:${passage}`, characters)
    characters += text.length
  }
  return starts.set('end', Math.max(1, characters))
}

/**
 * Groups `pieces` into parts of at most `budget` tokens: consecutive, in order, with every piece. A piece over the budget
 * is cut, at the end of a sentence, of a row of a table or of a word if possible.
 *
 * @param minTokens a part with at least this many tokens ends before a heading
 */
export async function planParts(
  text: PassageText,
  pieces: readonly Piece[],
  budget: number,
  count: CountTokens,
  minTokens = budget,
): Promise<readonly (readonly Piece[])[]> {
  const parts: Piece[][] = []
  let part: Piece[] = []
  let tokens = 0
  for await (const sized of fitPieces(text, pieces, budget, count)) {
    const added = sized.tokens + separatorTokens
    const isFull = tokens + added > budget || part.length >= maxPiecesFor(budget)
    if (part.length > 0 && (isFull || (tokens >= minTokens && text.beginsWithHeading(sized.piece)))) {
      parts.push(part)
      part = []
      tokens = 0
    }
    part.push(sized.piece)
    tokens += added
  }
  if (part.length > 0) parts.push(part)
  return parts
}

/** True when `pieces` have at most `budget` tokens. Counts no more of a long text than shows that it has more. */
export async function fitsInOnePart(
  text: PassageText,
  pieces: readonly Piece[],
  budget: number,
  count: CountTokens,
): Promise<boolean> {
  let tokens = 0
  for (let from = 0; from < pieces.length && tokens <= budget; from += batchPieces) {
    const counts = await count(pieces.slice(from, from + batchPieces).map((piece) => text.block(piece)))
    tokens += counts.reduce((sum, each) => sum + each + separatorTokens, 0)
  }
  return tokens <= budget
}

async function* fitPieces(
  text: PassageText,
  pieces: readonly Piece[],
  budget: number,
  count: CountTokens,
): AsyncGenerator<{ piece: Piece; tokens: number }> {
  for (let from = 0; from < pieces.length; from += batchPieces) {
    const some = pieces.slice(from, from + batchPieces)
    const counts = await count(some.map((piece) => text.block(piece)))
    for (const [index, piece] of some.entries()) {
      const tokens = counts[index] ?? 0
      const length = piece.end - piece.start
      if (tokens + separatorTokens <= budget || length < 2) {
        yield { piece, tokens }
        continue
      }
      const share = Math.max(1, Math.min(length / 2, Math.floor((length * budget) / tokens / 1.1)))
      yield* fitPieces(text, cutPiece(text, piece, share), budget, count)
    }
  }
}

/** Cuts a piece into at least two of at most `length` characters. */
function cutPiece(text: PassageText, piece: Piece, length: number): Piece[] {
  const passage = text.passage(piece.page, piece.passage)
  const pieces: Piece[] = []
  for (let start = piece.start; start < piece.end; ) {
    const end = start + length >= piece.end ? piece.end : cutPosition(passage, start, Math.floor(start + length))
    pieces.push({ ...piece, start, end })
    start = end
  }
  return pieces
}

/** The end of the last row, sentence or word in the second half of `[start, end)`, else `end`; never inside a character. */
function cutPosition(text: string, start: number, end: number): number {
  const middle = start + Math.floor((end - start) / 2)
  const half = text.slice(middle, end)
  const row = /^.*\n(?=\|)/su.exec(half)?.[0].length
  const sentence = row ?? /^.*[.!?。！？]["')\]”’]?\s/su.exec(half)?.[0].length
  const word = sentence ?? /^.*\s/su.exec(half)?.[0].length
  if (word) return middle + word
  const unit = text.charCodeAt(end)
  if (unit < 0xdc00 || unit > 0xdfff) return end
  return end - 1 > start ? end - 1 : end + 1
}
