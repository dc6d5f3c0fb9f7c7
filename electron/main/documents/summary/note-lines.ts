import type { SummaryPoint } from '../../../../contract/documents.js'
import type { CountTokens, PassageText } from './plan.js'
import { evidenceLine, noteLine } from './prompts.js'
import { sentencesOf } from './sentences.js'
import { contentWordsOf, unbroken, wordsOf } from './words.js'

/** Less in common is no evidence. */
const minSharedWords = 0.3
const maxEvidenceLength = 400

/** A note as it stands in a prompt. */
export interface NoteLine {
  readonly line: string
  readonly tokens: number
  /** The sentence that it rests on stands below it. */
  readonly hasEvidence: boolean
}

export interface LineOptions {
  /** A longer line stands without evidence, and is cut when that is not enough: so every prompt fits. */
  readonly maxTokens: number
  readonly count: CountTokens
  /** Where the evidence is taken from; absent: the notes stand alone. */
  readonly evidence?: PassageText
}

/** The line of each point for a prompt, with the sentence below it that it rests on, where tokens allow. */
export async function noteLines(
  points: readonly SummaryPoint[],
  { maxTokens, count, evidence }: LineOptions,
): Promise<ReadonlyMap<SummaryPoint, NoteLine>> {
  const plain = points.map(noteLine)
  const below = points.map((point) => (evidence ? evidenceOf(point, evidence) : undefined))
  const counts = await count(plain)
  const evidenceCounts = evidence ? await count(below.map((sentence) => (sentence ? evidenceLine(sentence) : ''))) : []
  return new Map<SummaryPoint, NoteLine>(
    points.map((point, index) => {
      const [line = '', sentence, tokens = 0] = [plain[index], below[index], counts[index]]
      if (tokens > maxTokens)
        return [point, { line: cut(point, maxTokens / tokens), tokens: maxTokens, hasEvidence: false }]
      const together = tokens + (evidenceCounts[index] ?? 0) + 1
      if (!sentence || together > maxTokens) return [point, { line, tokens, hasEvidence: false }]
      return [point, { line: `${line}\n${evidenceLine(sentence)}`, tokens: together, hasEvidence: true }]
    }),
  )
}

function cut(point: SummaryPoint, share: number): string {
  const length = Math.max(1, Math.floor(point.text.length * share * 0.8))
  return noteLine({ ...point, text: `${point.text.slice(0, length).replace(/\s+\S*$/, '')}…` })
}

/** The sentence that a note rests on; undefined when the note is a quote itself, or no sentence is like it. */
export function evidenceOf(point: SummaryPoint, text: PassageText): string | undefined {
  const { page, passage } = point
  if (point.isQuote || page === undefined || passage === undefined) return undefined
  const wanted = new Set(contentWordsOf(wordsOf(point.text)))
  let best: string | undefined
  let most = minSharedWords * wanted.size
  for (const sentence of sentencesOf(text.passage(page, passage))) {
    const shared = new Set(wordsOf(sentence).filter((word) => wanted.has(word))).size
    if (shared <= most || sentence.length > maxEvidenceLength || /^\s*#{1,6} /.test(sentence)) continue
    best = sentence
    most = shared
  }
  return best === undefined ? undefined : unbroken(best)
}
