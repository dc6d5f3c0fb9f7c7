import { type AssistantMessage, metOwnLimit } from '../../../contract/chat.js'
import { plural } from '../../ui/words.js'

export interface Ending {
  readonly words: string
  readonly isFailure: boolean
  /** What there is can be gone on from. */
  readonly canContinue: boolean
  /** Nothing is worth going on from, or it may well end the same way. */
  readonly canTryAgain: boolean
  /** It can only be gone on from where the context has room, or where leaving older messages out would make it. */
  readonly room?: 'needed' | 'needed-or-made'
  /** Only a shorter question can be answered. */
  readonly canEditQuestion?: true
}

/** What there is to say of a reply that did not simply come to its end; nothing of one that did. */
export function endingOf(message: AssistantMessage): Ending | undefined {
  const { state, text, reasoning, error, statistics } = message
  const hasSomething = text !== '' || reasoning !== ''
  if (state === 'stopped') {
    return { words: 'Stopped', isFailure: false, canContinue: hasSomething, canTryAgain: !hasSomething }
  }
  if (state === 'failed') {
    const words = error?.message ?? 'The reply failed.'
    if (error?.code === 'context-full' && hasSomething) {
      return { words: fullToGoOnWords, isFailure: false, canContinue: true, room: 'needed', canTryAgain: false }
    }
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
  const cut = { isFailure: false, canContinue: true, canTryAgain: false }
  return metOwnLimit(message)
    ? { ...cut, words: ownLimitWords }
    : { ...cut, words: 'The context was full here.', room: 'needed-or-made' }
}

/** What is worth a word of a reply, however it ended. */
export function remarksOf({ statistics }: Pick<AssistantMessage, 'statistics'>): readonly string[] {
  const { isMalformed, leftOutTokens } = statistics ?? {}
  return [
    ...(isMalformed ? [malformedWords] : []),
    ...(leftOutTokens
      ? [
          `To make room for the answer, the first ${plural(leftOutTokens, 'token')} of the thinking were left out of the prompt.`,
        ]
      : []),
  ]
}

const malformedWords = 'The model broke the format of its reply. What it wrote is shown as it came.'
const fullWords = 'Your message is saved. There was no room left in the context to answer it.'
const fullToGoOnWords = 'There is no room in the context to go on from here.'
const ownLimitWords = 'The reply came to its limit of tokens here.'
