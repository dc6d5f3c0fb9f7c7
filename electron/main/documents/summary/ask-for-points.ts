import type { SummaryPoint } from '../../../../contract/documents.js'
import type { GenerateRequest } from '../../../../contract/engine.js'
import { parsePoints } from './parse-points.js'
import type { PointSource } from './place-point.js'
import { pointOpening } from './prompts.js'

export interface Prompt
  extends Pick<GenerateRequest, 'instructions' | 'messages' | 'seed' | 'temperature' | 'maxTokens' | 'continuation'> {
  /** Only the first line is wanted: the answer is cut off after it. */
  readonly isOneLine?: boolean
}

export interface Answer {
  readonly text: string
  /** True when the answer ended at a limit. */
  readonly isCutOff: boolean
}

/**
 * Sends one prompt to the engine.
 * @param onText receives the whole text so far each time that it grows; it begins again when the engine dies
 */
export type Ask = (prompt: Prompt, onText?: (text: string) => void) => Promise<Answer>

/** Called with the points of an answer that is being written, as they become more. */
export type OnPoints = (points: readonly SummaryPoint[]) => void

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
  { wanted, least, onPoints }: { readonly wanted: number; readonly least: number; readonly onPoints?: OnPoints },
): Promise<readonly SummaryPoint[]> {
  let best: readonly SummaryPoint[] = []
  let shown = 0
  for (const opening of source.isReworded ? [''] : ['', pointOpening(marker)]) {
    let lastLine = -1
    const onText = (text: string) => {
      if (text.lastIndexOf('\n') === lastLine) return
      lastLine = text.lastIndexOf('\n')
      const points = parsePoints(opening + text, source, true)
      if (points.length > shown) onPoints?.(points)
      shown = Math.max(shown, points.length)
    }
    const opened = { ...prompt, ...greedy, ...(opening && { continuation: openedBy(opening) }) }
    const answer = await ask(opened, onPoints && onText)
    const points = parsePoints(opening + answer.text, source, answer.isCutOff)
    if (points.length >= wanted && !answer.isCutOff) return points
    if (points.length > best.length) best = points
  }
  return best.length >= least ? best : []
}

const openedBy = (text: string) => ({ reasoning: '', text, channel: 'answer' }) as const
