import type { AssistantMessage } from '../../contract/chat.js'

export interface Ending {
  readonly words: string
  readonly isFailure: boolean
  /** What there is can be gone on from. */
  readonly canContinue: boolean
  /** Nothing is worth going on from, or it may well end the same way. */
  readonly canTryAgain: boolean
  /** Only a shorter question can be answered. */
  readonly canEditQuestion?: true
}

/** What there is to say of a reply that did not simply come to its end; nothing of one that did. */
export function endingOf({ state, text, reasoning, error, statistics, recipe }: AssistantMessage): Ending | undefined {
  const hasSomething = text !== '' || reasoning !== ''
  if (state === 'stopped') {
    return { words: 'Stopped', isFailure: false, canContinue: hasSomething, canTryAgain: !hasSomething }
  }
  if (state === 'failed') {
    const words = error?.message ?? 'The reply failed.'
    if (error?.code === 'context-full') {
      return { words: fullWords, isFailure: false, canContinue: false, canTryAgain: false, canEditQuestion: true }
    }
    const isOnlyThinking = error?.code === 'no-answer' && reasoning !== ''
    return { words, isFailure: !isOnlyThinking, canContinue: hasSomething, canTryAgain: !isOnlyThinking }
  }
  if (state !== 'done') return undefined
  if (text === '' && reasoning !== '') {
    const words = 'The model thought about it and gave no answer. Its thinking is kept above.'
    return { words, isFailure: false, canContinue: true, canTryAgain: false }
  }
  if (statistics?.endReason !== 'length') return undefined
  const isOwnLimit = recipe?.maxTokens !== null && recipe?.maxTokens !== undefined
  const words = isOwnLimit && statistics.replyTokens >= recipe.maxTokens ? ownLimitWords : 'The context was full here.'
  return { words, isFailure: false, canContinue: true, canTryAgain: false }
}

const fullWords = 'Your message is saved. There was no room left in the context to answer it.'
const ownLimitWords = 'The reply came to its limit of tokens here.'
