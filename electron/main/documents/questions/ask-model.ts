import type { GenerateRequest } from '../../../../contract/engine.js'

/** Sends one prompt to the engine. */
export type AskModel = (
  prompt: Pick<GenerateRequest, 'instructions' | 'messages' | 'seed' | 'temperature' | 'maxTokens'>,
) => Promise<{
  readonly text: string
  /** True when the answer ended at a limit. */
  readonly isCutOff: boolean
}>

/** The most likely answer: the same question always gives the same. */
export const greedy = { seed: 0, temperature: 0 } as const
