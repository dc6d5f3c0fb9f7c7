import type { SummaryPoint } from '../../../contract/documents.js'
import type { GenerateRequest } from '../../../contract/engine.js'
import type { Merge, Part, StepResult } from '../store/job-steps.js'
import { maxLineTokensFor, minPointsOf, thin } from './merge-plan.js'
import { type PointSource, parsePoints } from './parse-points.js'
import type { CountTokens, PassageText } from './plan.js'
import { mergePrompt, noteBlock, noteLine, notesPrompt } from './prompts.js'

export type Prompt = Pick<GenerateRequest, 'instructions' | 'messages' | 'seed' | 'temperature'>

export interface Answer {
  readonly text: string
  /** True when the answer ended at a limit. */
  readonly isCutOff: boolean
}

/** Sends one prompt to the engine. */
export type Ask = (prompt: Prompt) => Promise<Answer>

type Outcome = Pick<StepResult, 'points' | 'isByModel'>

/** The most likely answer first; when it is unusable, a slightly different one. */
const attempts = [
  { seed: 0, temperature: 0 },
  { seed: 1, temperature: 0.3 },
]
const maxNotePoints = 24
const maxSentenceLength = 300

/** Takes notes on one part. Without a usable answer, returns the part's first sentence and `isByModel` false. */
export async function takeNotes(part: Part, text: PassageText, ask: Ask): Promise<Outcome> {
  const prompt = notesPrompt(part.pieces.map((piece) => text.block(piece)))
  const source = { places: part.pieces, passage: (page: number, passage: number) => text.passage(page, passage) }
  const points = await askForPoints(prompt, ask, source, 1)
  if (points.length > 0) return { points: points.slice(0, maxNotePoints), isByModel: true }
  const [piece] = part.pieces
  if (!piece) return { points: [], isByModel: false }
  const { page, passage } = piece
  const sentence = firstSentence(text.piece(piece))
  return { points: [{ text: sentence.text, page, passage, isQuote: sentence.isWhole }], isByModel: false }
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
  const prompt = mergePrompt(
    blocks.map((block, index) =>
      noteBlock(
        index + 1,
        block.map((point) => lines.get(point) ?? ''),
      ),
    ),
  )
  const source = {
    points: all,
    places: all.flatMap(({ page, passage }) => (page === undefined ? [] : [{ page, passage: passage ?? 0 }])),
    passage: (page: number, passage: number) => text.passage(page, passage),
  }
  const points = await askForPoints(prompt, ask, source, minPointsOf(blocks))
  if (points.length > 0) return { points: thin(points, maxPoints), isByModel: true }
  const firsts = blocks.flatMap((block) => block.slice(0, 1))
  return { points: thin(firsts, maxPoints), isByModel: false }
}

async function askForPoints(
  prompt: Pick<GenerateRequest, 'instructions' | 'messages'>,
  ask: Ask,
  source: PointSource,
  minPoints: number,
): Promise<readonly SummaryPoint[]> {
  let best: readonly SummaryPoint[] = []
  for (const attempt of attempts) {
    const answer = await ask({ ...prompt, ...attempt })
    const points = parsePoints(answer.text, source, answer.isCutOff)
    if (points.length >= minPoints && !answer.isCutOff) return points
    if (points.length > best.length) best = points
  }
  return best.length >= minPoints ? best : []
}

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
