import { type AssistantMessage, metOwnLimit } from '../../../contract/chat.js'
import { plural } from '../../ui/words.js'

export interface Ending {
  readonly words: string
  readonly isFailure: boolean
  /** Continue is offered: the reply has text or reasoning to continue from. */
  readonly canContinue: boolean
  /** Try again is offered: there is nothing to continue from, or continuing may fail again. */
  readonly canTryAgain: boolean
  /** Continue is offered only if the context has room, or also if a cut can make room. */
  readonly room?: 'needed' | 'needed-or-made'
  /** Edit is offered: only a shorter question fits, or another one is sent. */
  readonly canEditQuestion?: true
  /** The content filter holds the question. */
  readonly canSendAnyway?: true
}

/** How a reply ended, and what the user can do about it; `undefined` for a reply that is running or complete. */
export function endingOf(message: AssistantMessage): Ending | undefined {
  const { state, text, reasoning, error, statistics } = message
  const hasSomething = text !== '' || reasoning !== ''
  if (state === 'stopped') {
    return { words: 'Stopped', isFailure: false, canContinue: hasSomething, canTryAgain: !hasSomething }
  }
  if (state === 'failed') {
    const words = error?.message ?? 'The reply failed.'
    if (error?.code === 'context-full' && hasSomething) {
      return { words: noRoomToContinueWords, isFailure: false, canContinue: true, room: 'needed', canTryAgain: false }
    }
    if (error?.code === 'context-full') {
      return { words: noRoomWords, isFailure: false, canContinue: false, canTryAgain: false, canEditQuestion: true }
    }
    if (error?.code === 'content-held') {
      const ways = { canContinue: false, canTryAgain: true, canEditQuestion: true, canSendAnyway: true } as const
      return { words, isFailure: false, ...ways }
    }
    const hasOnlyReasoning = error?.code === 'no-answer' && reasoning !== ''
    return { words, isFailure: !hasOnlyReasoning, canContinue: hasSomething, canTryAgain: !hasOnlyReasoning }
  }
  if (state !== 'done') return undefined
  if (text === '' && reasoning !== '') {
    const words = 'The model finished without an answer. Its thinking is above.'
    return { words, isFailure: false, canContinue: true, canTryAgain: false }
  }
  if (statistics?.endReason !== 'length') return undefined
  const cut = { isFailure: false, canContinue: true, canTryAgain: false }
  return metOwnLimit(message)
    ? { ...cut, words: ownLimitWords }
    : { ...cut, words: 'The context is full.', room: 'needed-or-made' }
}

/** Remarks on a reply, however it ended. */
export function remarksOf({ statistics }: Pick<AssistantMessage, 'statistics'>): readonly string[] {
  const { isMalformed, leftOutTokens } = statistics ?? {}
  return [
    ...(isMalformed ? [malformedWords] : []),
    ...(leftOutTokens
      ? [
          `To make room for the answer, the first ${plural(leftOutTokens, 'token')} of the thinking ${leftOutTokens === 1 ? 'was' : 'were'} left out of the prompt.`,
        ]
      : []),
  ]
}

const malformedWords = 'The model did not keep to the format of replies. Its text is shown as it came.'
const noRoomWords = 'Your message is saved. The context has no room for a reply.'
const noRoomToContinueWords = 'The context has no room to continue.'
const ownLimitWords = 'The reply reached its maximum length.'
