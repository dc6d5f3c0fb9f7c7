import type { Piece, SummaryPoint } from '../../../../contract/documents.js'
import type { Findings } from '../../store/findings.js'
import type { Part } from '../../store/job-steps.js'
import { capacityOf } from '../summary/capacity.js'
import { type EngineTurns, ModelChanged } from '../summary/engine-turns.js'
import { thin } from '../summary/merge-plan.js'
import { type CountTokens, PassageText, planParts } from '../summary/plan.js'
import { sentencesOf } from '../summary/sentences.js'
import { pieceBlock } from './attachment.js'
import { bestSentence } from './closeness.js'
import { findInPart } from './find-in-part.js'
import type { PageText } from './passage-index.js'
import { termsOf } from './terms.js'

export interface DocumentToRead {
  readonly id: string
  /** As in the prompt; see `Attachment`. */
  readonly number?: number
  readonly pages: readonly PageText[]
}

export interface ReadAllOptions {
  readonly engine: Pick<EngineTurns, 'model' | 'ask' | 'count'>
  readonly findings: Findings
  /** Of all pieces that are returned. */
  readonly maxTokens: number
  /** Called with the parts that are read, and all of them. */
  readonly onPart: (done: number, total: number) => void
}

/** What the model found in one document. */
export interface AllRead {
  readonly pieces: readonly Piece[]
  readonly parts: number
}

/**
 * Lets the model read every part of some documents for a question, and returns where it found something: whole passages where
 * they fit, else the sentences. Each finished part is stored, so that a reading that was interrupted goes on where it was.
 *
 * @returns one result for each document, in order
 */
export async function readAll(
  documents: readonly DocumentToRead[],
  question: string,
  options: ReadAllOptions,
): Promise<readonly AllRead[]> {
  while (true) {
    try {
      return await readWithOneModel(documents, question, options)
    } catch (error) {
      if (!(error instanceof ModelChanged)) throw error
    }
  }
}

/** A part of one of the documents. */
interface PlannedPart extends Part {
  /** The place of the document. */
  readonly at: number
  readonly text: PassageText
}

async function readWithOneModel(
  documents: readonly DocumentToRead[],
  question: string,
  { engine, findings, maxTokens, onPart }: ReadAllOptions,
): Promise<readonly AllRead[]> {
  const { partTokens } = capacityOf(await engine.model())
  const parts: PlannedPart[] = []
  for (const [at, { pages }] of documents.entries()) {
    const text = new PassageText(pages)
    const planned = await planParts(text, text.pieces(), partTokens, engine.count)
    parts.push(...planned.map((pieces, index) => ({ number: index + 1, pieces, at, text })))
  }
  const found: Found[] = []
  for (const [done, part] of parts.entries()) {
    onPart(done, parts.length)
    const place = { documentId: documents[part.at]?.id ?? '', question, partTokens, part: part.number }
    const known = findings.get(place)
    const points = known ?? (await findInPart(part, question, part.text, engine.ask)).points
    if (!known) findings.add(place, points)
    found.push(...points.flatMap((point) => foundBy(point, part)))
  }
  onPart(parts.length, parts.length)
  const fitting = await fittingPieces(found, documents, maxTokens, engine.count)
  return documents.map((_, at) => ({
    pieces: fitting.filter((each) => each.at === at).map(({ piece }) => piece),
    parts: parts.filter((part) => part.at === at).length,
  }))
}

interface Located {
  /** The place of the document. */
  readonly at: number
  readonly piece: Piece
  readonly text: string
}

/** A passage in which the model found something, and the sentence of it. */
interface Found {
  readonly passage: Located
  readonly sentence: Located
}

function foundBy(point: SummaryPoint, { at, pieces, text }: PlannedPart): readonly Found[] {
  const isOfPoint = ({ page, passage }: Piece) =>
    page === point.page && (point.passage === undefined || passage === point.passage)
  const piece = pieces.find(isOfPoint)
  if (!piece) return []
  const whole = text.piece(piece)
  const sentences = sentencesOf(whole)
  const words = termsOf(point.text).words.map((word) => ({ word, weight: 1 }))
  const sentence = sentences[bestSentence({ words, wantsFigure: false }, sentences).at] ?? whole
  const start = piece.start + Math.max(0, whole.indexOf(sentence))
  const exact = { ...piece, start, end: start + sentence.length }
  return [{ passage: { at, piece, text: whole }, sentence: { at, piece: exact, text: sentence } }]
}

/** In the order of the text, each once. */
async function fittingPieces(
  found: readonly Found[],
  documents: readonly DocumentToRead[],
  maxTokens: number,
  count: CountTokens,
): Promise<readonly Located[]> {
  const passages = distinct(found.map(({ passage }) => passage))
  const sentences = distinct(found.map(({ sentence }) => sentence))
  const tokensOf = async (all: readonly Located[]) => {
    const blocks = all.map(({ at, piece, text }) => pieceBlock({ ...piece, text }, documents[at]?.number))
    return (await count(blocks)).reduce((sum, tokens) => sum + tokens + separatorTokens, 0)
  }
  if ((await tokensOf(passages)) <= maxTokens) return passages
  const tokens = await tokensOf(sentences)
  if (tokens <= maxTokens) return sentences
  return thin(sentences, Math.floor((sentences.length * maxTokens) / tokens), (_, index) => index)
}

/** The blank line between two passages needs at most as many. */
const separatorTokens = 2

function distinct(all: readonly Located[]): readonly Located[] {
  const byPlace = new Map(all.map((each) => [JSON.stringify([each.at, each.piece]), each]))
  return [...byPlace.values()].sort(
    (a, b) =>
      a.at - b.at || a.piece.page - b.piece.page || a.piece.passage - b.piece.passage || a.piece.start - b.piece.start,
  )
}
