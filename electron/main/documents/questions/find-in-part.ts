import type { SummaryPoint } from '../../../../contract/documents.js'
import type { Part } from '../../store/job-steps.js'
import { inFrame } from '../frame.js'
import { type Ask, greedy } from '../summary/ask-for-points.js'
import { parsePoints } from '../summary/parse-points.js'
import type { PassageText } from '../summary/plan.js'
import { sentencesOf } from '../summary/sentences.js'
import { markerOfPoint } from '../summary/steps.js'
import { unbroken } from '../summary/words.js'
import { bestSentence } from './closeness.js'
import words from './prompts.json' with { type: 'json' }
import { termsOfQuestion } from './terms.js'

/** What one part says on a question. */
export interface PartFindings {
  readonly points: readonly SummaryPoint[]
  /** False when the model returned nothing usable, so that the points are sentences of the part that have the question's words. */
  readonly isByModel: boolean
}

/** Most parts say nothing on a question, and none says more than this. */
const maxFindings = 12
/** Without a usable answer, a sentence counts from this share of the question's words on. */
const minCoverage = 0.5

/**
 * Reads one part with a question as its purpose: a step of the job that reads all of a document for it. Without a usable
 * answer, returns the sentence of each passage that has most of the question's words, if it has many.
 */
export async function findInPart(part: Part, question: string, text: PassageText, ask: Ask): Promise<PartFindings> {
  const { pieces } = part
  const [first] = pieces
  if (!first) return { points: [], isByModel: true }
  const blocks = pieces.map((piece) => text.block(piece)).join('\n\n')
  const request = words.findAsk
    .replace('{marker}', markerOfPoint(pieces.map(toPoint)))
    .replace('{nothing}', words.nothing)
  const asked = words.question.replace('{question}', () => question)
  const { text: answer, isCutOff } = await ask({
    instructions: words.findInstructions,
    messages: [{ role: 'user', text: [inFrame(blocks), request, asked].join('\n\n') }],
    ...greedy,
  })
  if (isNothing(answer)) return { points: [], isByModel: true }
  const source = { places: pieces, passage: (page: number, passage: number) => text.passage(page, passage) }
  const points = parsePoints(answer, source, isCutOff).filter(({ page }) => page !== undefined)
  if (points.length > 0) return { points: points.slice(0, maxFindings), isByModel: true }
  return { points: closestSentences(part, question, text), isByModel: false }
}

const toPoint = ({ page, passage }: { page: number; passage: number }) => ({ text: '', page, passage, isQuote: false })

const isNothing = (answer: string) => {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}]+/gu, '')
  return plain(answer) === plain(words.nothing)
}

function closestSentences({ pieces }: Part, question: string, text: PassageText): readonly SummaryPoint[] {
  const { words: wanted, asksForNumber } = termsOfQuestion(question)
  const sought = {
    words: [...new Set(wanted)].map((word) => ({ word, weight: 1 })),
    wantsFigure: asksForNumber,
  }
  return pieces
    .flatMap((piece) => {
      const sentences = sentencesOf(text.piece(piece))
      const { at, score } = bestSentence(sought, sentences)
      const sentence = unbroken(sentences[at] ?? '')
      if (score < minCoverage || sentence === '') return []
      return [{ text: sentence, page: piece.page, passage: piece.passage, isQuote: true }]
    })
    .slice(0, maxFindings)
}
