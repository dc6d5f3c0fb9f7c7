import type { SummaryPoint } from '../../../../contract/documents.js'
import type { GenerateRequest } from '../../../../contract/engine.js'
import { parsePoints } from './parse-points.js'
import type { PointSource } from './place-point.js'
import { pointOpening } from './prompts.js'

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

/** The most likely answer: the same step always gives the same. */
export const greedy = { seed: 0, temperature: 0 } as const

/**
 * Asks again when there are fewer points than wanted: the second answer is opened, so that it can only be a list with
 * markers. Not so an answer in other words, of which only the markers show that it is one. Returns the longer list, or none
 * with fewer than the least.
 */
export async function askForPoints(
  prompt: Pick<Prompt, 'instructions' | 'messages'>,
  marker: string,
  ask: Ask,
  source: PointSource,
  { wanted, least }: { readonly wanted: number; readonly least: number },
): Promise<readonly SummaryPoint[]> {
  let best: readonly SummaryPoint[] = []
  for (const opening of source.isReworded ? [''] : ['', pointOpening(marker)]) {
    const answer = await ask({ ...prompt, ...greedy, ...(opening && { continuation: openedBy(opening) }) })
    const points = parsePoints(opening + answer.text, source, answer.isCutOff)
    if (points.length >= wanted && !answer.isCutOff) return points
    if (points.length > best.length) best = points
  }
  return best.length >= least ? best : []
}

const openedBy = (text: string) => ({ reasoning: '', text, channel: 'answer' }) as const
