import type { ContextCount, ContextOverflow } from '../../../contract/context.js'
import { formatNumber, plural } from '../../ui/words.js'

export const usedWords = ({ used, available }: ContextCount) =>
  `${formatNumber(used)} tokens used of ${formatNumber(available)} available`

/** The part of the context that is reserved for the reply. */
export const keptWords = ({ reserve }: ContextCount) => `${formatNumber(reserve)} reserved for the reply`

const names = {
  instructions: 'Parley’s and your instructions',
  summary: 'Summary',
  documents: 'Documents',
  messages: 'Messages',
  draft: 'This message',
} as const

/** The pieces of the prompt that have tokens, with their number. */
export const pieceRows = ({ pieces }: ContextCount): readonly (readonly [name: string, tokens: number])[] =>
  Object.entries(names)
    .map(([key, name]) => [name, pieces[key as keyof typeof names]] as const)
    .filter(([, tokens]) => tokens > 0)

export const pieceWords = (count: ContextCount): string =>
  pieceRows(count)
    .map(([name, tokens]) => `${name} ${formatNumber(tokens)}`)
    .join(' · ')

/** "3 %": never none of a prompt that has something, and all of it only where it is full. */
export function percentOf({ used, available }: Pick<ContextCount, 'used' | 'available'>): string {
  const exact = (100 * used) / Math.max(1, available)
  const whole = exact >= 100 ? 100 : Math.min(99, Math.max(used > 0 ? 1 : 0, Math.round(exact)))
  return `${whole} %`
}

/** How full the context is, for the colour of the meter. The tokens reserved for the reply count as used. */
export function fullness({ used, available, reserve, overflow }: ContextCount): 'calm' | 'near' | 'over' {
  if (overflow) return 'over'
  return used + reserve > available * 0.85 ? 'near' : 'calm'
}

export type Remedy = 'cut' | 'instructions' | 'draft' | 'sent' | 'reply'

/**
 * Returns what can make room: a cut, or shortening the piece that is too long even without all earlier messages.
 * `isAnswered`: the last message is a reply, so nothing waits for room, and the next message can drop both.
 */
export function remedyOf(
  { pieces, reserve, available }: ContextCount,
  { dropMessages }: ContextOverflow,
  isAnswered: boolean,
): Remedy {
  if (dropMessages > 0) return 'cut'
  if (pieces.instructions + reserve >= available) return 'instructions'
  if (pieces.draft > 0) return 'draft'
  return isAnswered ? 'reply' : 'sent'
}

const remedyWords = {
  cut: '',
  instructions: ' The instructions leave no room for messages. Shorten them.',
  draft: ' To make room, shorten this message.',
  sent: ' To make room, shorten the message that you sent.',
  reply:
    ' Write your next message, then choose what to leave out. Or regenerate the last reply, which may become shorter.',
} as const

/** Says by how many tokens the prompt is too long, including those reserved for the reply, and what to do. */
export function overflowWords(count: ContextCount, overflow: ContextOverflow, remedy: Remedy): string {
  const tokens = plural(overflow.tokens, 'token')
  const excess = `The conversation is ${tokens} too long for this model’s context of ${formatNumber(count.available)}, with ${keptWords(count)}.`
  return excess + remedyWords[remedy]
}
