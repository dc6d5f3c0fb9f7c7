import type { SummaryPoint } from '../../../../contract/documents.js'
import type { GenerateRequest } from '../../../../contract/engine.js'
import type { Merge, Part, Piece, StepResult } from '../../store/job-steps.js'
import { maxLineTokensFor, minPointsOf, thin } from './merge-plan.js'
import { type PointSource, parsePoints } from './parse-points.js'
import type { CountTokens, PassageText } from './plan.js'
import { markerOf, mergePrompt, noteBlock, noteLine, notesPrompt, passagePrompt, pointOpening } from './prompts.js'

export type Prompt = Pick<
  GenerateRequest,
  'instructions' | 'messages' | 'seed' | 'temperature' | 'maxTokens' | 'continuation'
>

export interface Answer {
  readonly text: string
  /** True when the answer ended at a limit. */
  readonly isCutOff: boolean
}

/** Sends one prompt to the engine. */
export type Ask = (prompt: Prompt) => Promise<Answer>

type Outcome = Pick<StepResult, 'points' | 'isByModel'>

/** The most likely answer: the same step always gives the same. */
const greedy = { seed: 0, temperature: 0 } as const
const maxNotePoints = 24
/** Enough for a sentence and what a model says before it. */
const maxSentenceTokens = 200
const maxSentenceLength = 300

/**
 * Takes notes on one part. A model that makes no usable note on the whole part is asked about each passage. Without a
 * usable answer, returns the part's first sentence and `isByModel` false.
 */
export async function takeNotes(part: Part, text: PassageText, ask: Ask): Promise<Outcome> {
  const { pieces } = part
  const [first] = pieces
  if (!first) return { points: [], isByModel: false }
  const marker = markerOf(first)
  const prompt = notesPrompt(
    pieces.map((piece) => text.block(piece)),
    marker,
  )
  const source = { places: pieces, passage: (page: number, passage: number) => text.passage(page, passage) }
  const points = await askForPoints(prompt, marker, ask, source, { wanted: Math.ceil(pieces.length / 3), least: 1 })
  if (points.length > 0) return { points: points.slice(0, maxNotePoints), isByModel: true }
  const single = await notesByPassage(pieces, text, ask)
  if (single.length > 0) return { points: single.slice(0, maxNotePoints), isByModel: true }
  const { page, passage } = first
  const sentence = firstSentence(text.piece(first))
  return { points: [{ text: sentence.text, page, passage, isQuote: sentence.isWhole }], isByModel: false }
}

/** Asks for one sentence on each passage. The model needs no marker for it, so it can't get the marker wrong. */
async function notesByPassage(pieces: readonly Piece[], text: PassageText, ask: Ask): Promise<readonly SummaryPoint[]> {
  const points: SummaryPoint[] = []
  for (const piece of pieces) {
    const answer = await ask({ ...passagePrompt(text.piece(piece).trim()), ...greedy, maxTokens: maxSentenceTokens })
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

/** Combines notes. Without a usable answer, returns the first point of each block and `isByModel` false. */
export async function mergeNotes(
  merge: Merge,
  options: { readonly partTokens: number; readonly count: CountTokens },
  text: PassageText,
  ask: Ask,
): Promise<Outcome> {
  const { blocks, maxPoints } = merge
  const all = blocks.flat()
  if (all.length < 2) return { points: all, isByModel: true }
  const lines = await fitLines(all, maxLineTokensFor(options.partTokens), options.count)
  const marker = markerOfPoint(all)
  const prompt = mergePrompt(
    blocks.map((block, index) =>
      noteBlock(
        index + 1,
        block.map((point) => lines.get(point) ?? ''),
      ),
    ),
    marker,
  )
  const source = {
    points: all,
    places: all.flatMap(({ page, passage }) => (page === undefined ? [] : [{ page, passage: passage ?? 0 }])),
    passage: (page: number, passage: number) => text.passage(page, passage),
  }
  const least = minPointsOf(blocks)
  const points = await askForPoints(prompt, marker, ask, source, { wanted: least, least })
  if (points.length > 0) return { points: thin(points, maxPoints), isByModel: true }
  const firsts = blocks.flatMap((block) => block.slice(0, 1))
  return { points: thin(firsts, maxPoints), isByModel: false }
}

/** The marker of the first point that has a complete one. */
function markerOfPoint(points: readonly SummaryPoint[]): string {
  const found = points.find(({ page, passage }) => page !== undefined && passage !== undefined)
  return markerOf({ page: found?.page ?? 1, passage: found?.passage ?? 1 })
}

/**
 * Asks again when there are fewer points than wanted: the second answer is opened, so that it can only be a list with
 * markers. Returns the longer list, or none with fewer than the least.
 */
async function askForPoints(
  prompt: Pick<Prompt, 'instructions' | 'messages'>,
  marker: string,
  ask: Ask,
  source: PointSource,
  { wanted, least }: { readonly wanted: number; readonly least: number },
): Promise<readonly SummaryPoint[]> {
  let best: readonly SummaryPoint[] = []
  for (const opening of ['', pointOpening(marker)]) {
    const answer = await ask({ ...prompt, ...greedy, ...(opening && { continuation: openedBy(opening) }) })
    const points = parsePoints(opening + answer.text, source, answer.isCutOff)
    if (points.length >= wanted && !answer.isCutOff) return points
    if (points.length > best.length) best = points
  }
  return best.length >= least ? best : []
}

const openedBy = (text: string) => ({ reasoning: '', text, channel: 'answer' }) as const

/** The line of each point for a prompt. Lines over `maxTokens` are cut so that every merge fits. */
export async function fitLines(
  points: readonly SummaryPoint[],
  maxTokens: number,
  count: CountTokens,
): Promise<ReadonlyMap<SummaryPoint, string>> {
  const counts = await count(points.map(noteLine))
  return new Map(
    points.map((point, index) => {
      const tokens = counts[index] ?? 0
      if (tokens <= maxTokens) return [point, noteLine(point)]
      const length = Math.max(1, Math.floor((point.text.length * maxTokens * 0.8) / tokens))
      return [point, noteLine({ ...point, text: `${point.text.slice(0, length).replace(/\s+\S*$/, '')}…` })]
    }),
  )
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
