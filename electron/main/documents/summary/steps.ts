import type { Piece, SummaryPoint } from '../../../../contract/documents.js'
import { markerOf } from '../../../../contract/page-markers.js'
import type { Merge, Part, StepResult } from '../../store/job-steps.js'
import { type Answer, type Ask, askForPoints, greedy, type OnPoints } from './ask-for-points.js'
import type { Capacity } from './capacity.js'
import { maxLineTokensFor, minPointsOf, thin } from './merge-plan.js'
import { type LineOptions, noteLines } from './note-lines.js'
import { parsePoints } from './parse-points.js'
import { partKind } from './part-kind.js'
import type { Place, PointSource } from './place-point.js'
import type { PassageText } from './plan.js'
import { mergePrompt, noteBlock, notesPrompt, passagePrompt, pointOpening } from './prompts.js'
import { inPageOrder } from './tidy.js'

export type Outcome = Pick<StepResult, 'points' | 'isByModel'>

/** A part of many passages has a note on each of them at most. */
const minNoteLimit = 24
/** With fewer points a part is asked about again: a third of its passages, but not more than this. */
const maxWantedPoints = 12
/** A longer part is divided when a model makes few notes on it. */
const maxUndividedPieces = 16
/** Enough for a sentence and what a model says before it. */
const maxSentenceTokens = 200
const maxSentenceLength = 300

/**
 * Takes notes on one part. A model that makes few notes on a long part is asked about its halves, one that makes none on a
 * short one about each passage. Without a usable answer, returns the part's first sentence and `isByModel` false.
 */
export async function takeNotes(
  part: Part,
  text: PassageText,
  ask: Ask,
  { isInstructable }: Pick<Capacity, 'isInstructable'> = { isInstructable: false },
): Promise<Outcome> {
  const { pieces } = part
  const [first] = pieces
  if (!first) return { points: [], isByModel: false }
  const points = await notesOn(pieces, text, ask, isInstructable)
  if (points.length > 0) return { points, isByModel: true }
  const { page, passage } = first
  const sentence = firstSentence(text.piece(first))
  return { points: [{ text: sentence.text, page, passage, isQuote: sentence.isWhole }], isByModel: false }
}

async function notesOn(
  pieces: readonly Piece[],
  text: PassageText,
  ask: Ask,
  isInstructable: boolean,
): Promise<readonly SummaryPoint[]> {
  const [first] = pieces
  if (!first) return []
  const marker = markerOf(first)
  const kind = isInstructable ? partKind(pieces.map((piece) => text.piece(piece)).join('\n')) : 'prose'
  const prompt = notesPrompt(
    pieces.map((piece) => text.block(piece)),
    marker,
    { kind, hasNumbers: text.hasNumbers },
  )
  const source = {
    places: pieces,
    passage: (page: number, passage: number) => text.passage(page, passage),
    ...(text.hasNumbers && { sentences: (at: Place) => numberedSentences(pieces, at, text) }),
  }
  const isList = kind === 'contents' || kind === 'references'
  const wanted = isList ? 1 : Math.min(maxWantedPoints, Math.ceil(pieces.length / 3))
  const points = await askForPoints(prompt, marker, ask, source, { wanted, least: 1 })
  if (pieces.length > maxUndividedPieces && points.length < wanted / 3) {
    const middle = Math.ceil(pieces.length / 2)
    const halves = [pieces.slice(0, middle), pieces.slice(middle)]
    const notes = []
    for (const half of halves) notes.push(...(await notesOn(half, text, ask, isInstructable)))
    return notes.length > points.length ? notes : points
  }
  const found = points.length > 0 ? points : await notesByPassage(pieces, text, ask)
  return found.slice(0, Math.max(minNoteLimit, pieces.length))
}

/** The sentences of a passage as the part numbers them, which may have only a piece of it. */
const numberedSentences = (pieces: readonly Piece[], { page, passage }: Place, text: PassageText) =>
  pieces.filter((piece) => piece.page === page && piece.passage === passage).flatMap((piece) => text.sentences(piece))

/** Asks for one sentence on each passage. The model needs no marker for it, so it can't get the marker wrong. */
async function notesByPassage(pieces: readonly Piece[], text: PassageText, ask: Ask): Promise<readonly SummaryPoint[]> {
  const points: SummaryPoint[] = []
  for (const piece of pieces) {
    const prompt = { ...passagePrompt(text.piece(piece).trim()), ...greedy }
    const answer = await ask({ ...prompt, maxTokens: maxSentenceTokens, isOneLine: true })
    const line = firstLineOf(answer)
    const source = { places: [piece], passage: (page: number, passage: number) => text.passage(page, passage) }
    points.push(...parsePoints(`${pointOpening(markerOf(piece))} ${line}`, source))
  }
  return points
}

/** The first line that says something, without the end of a sentence that a limit cut off. */
function firstLineOf({ text, isCutOff }: Answer): string {
  const lines = text.trim().split('\n')
  const line = lines[0] ?? ''
  return isCutOff && lines.length === 1 ? (/^.*[.!?。！？](?=\s|$)/u.exec(line)?.[0] ?? '') : line
}

export interface MergeOptions extends Pick<LineOptions, 'count' | 'evidence'> {
  readonly partTokens: number
  readonly purpose?: string
  readonly onPoints?: OnPoints
}

/** Combines notes. Adds the first point of each block that the answer leaves out when it leaves out most of them. */
export async function mergeNotes(merge: Merge, options: MergeOptions, text: PassageText, ask: Ask): Promise<Outcome> {
  const { blocks, maxPoints } = merge
  const all = blocks.flat()
  if (all.length < 2) return { points: all, isByModel: true }
  const lines = await noteLines(all, { ...options, maxTokens: maxLineTokensFor(options.partTokens) })
  const marker = markerOfPoint(all)
  const prompt = mergePrompt(
    blocks.map((block, index) =>
      noteBlock(
        index + 1,
        block.map((point) => lines.get(point)?.line ?? ''),
      ),
    ),
    marker,
    { hasEvidence: [...lines.values()].some(({ hasEvidence }) => hasEvidence), purpose: options.purpose },
  )
  const wanted = Math.min(minPointsOf(blocks), maxPoints)
  const points = await askForPoints(prompt, marker, ask, sourceOfPoints(all, text), {
    wanted,
    least: 1,
    onPoints: options.onPoints,
  })
  const depthOf = (point: SummaryPoint) => text.depthOf(point)
  const used = thin(inPageOrder(points), maxPoints, depthOf)
  if (points.length >= wanted) return { points: used, isByModel: true }
  const places = new Set(points.map(placeOf))
  const firsts = blocks
    .filter((block) => !block.some((point) => places.has(placeOf(point))))
    .flatMap((block) => block.slice(0, 1))
  return { points: inPageOrder([...used, ...thin(firsts, maxPoints - used.length, depthOf)]), isByModel: false }
}

const placeOf = ({ page, passage }: SummaryPoint) => `${page}:${passage}`

/** What an answer about notes is checked against. */
export const sourceOfPoints = (points: readonly SummaryPoint[], text: PassageText): PointSource => ({
  points,
  places: points.flatMap(({ page, passage }) => (page === undefined ? [] : [{ page, passage: passage ?? 0 }])),
  passage: (page, passage) => text.passage(page, passage),
})

/** The marker of the first point that has a complete one. */
export function markerOfPoint(points: readonly SummaryPoint[]): string {
  const found = points.find(({ page, passage }) => page !== undefined && passage !== undefined)
  return markerOf({ page: found?.page ?? 1, passage: found?.passage ?? 1 })
}

/** The first sentence after the headings of a passage. */
function firstSentence(passage: string): { text: string; isWhole: boolean } {
  const body = passage.replace(/^(?:\s*#{1,6} [^\n]*\n)+(?=\s*\S)/, '')
  const plain = body
    .slice(0, maxSentenceLength * 2)
    .replace(/\s+/g, ' ')
    .trim()
  const sentence = /^.{1,300}?(?:[.!?…](?=\s|$)|[。！？])/u.exec(plain)?.[0] ?? plain
  if (sentence.length <= maxSentenceLength) return { text: sentence, isWhole: true }
  return { text: `${sentence.slice(0, maxSentenceLength).replace(/\s+\S*$/, '')}…`, isWhole: false }
}
