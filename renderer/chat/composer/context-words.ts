import type { ContextCount, ContextOverflow } from '../../../contract/context.js'
import { formatNumber, plural } from '../../ui/words.js'

export const usedWords = ({ used, available }: ContextCount) =>
  `${formatNumber(used)} tokens used of ${formatNumber(available)} available`

/** The room that no prompt may take. */
export const keptWords = ({ reserve }: ContextCount) => `${formatNumber(reserve)} kept for the reply`

const names = {
  instructions: 'Parley’s own and instructions',
  summary: 'Summary',
  documents: 'Documents',
  messages: 'Messages',
  draft: 'This message',
} as const

/** Every piece that weighs something, in words. */
export const pieceWords = ({ pieces }: ContextCount): string =>
  Object.entries(names)
    .map(([key, name]) => [name, pieces[key as keyof typeof names]] as const)
    .filter(([, tokens]) => tokens > 0)
    .map(([name, tokens]) => `${name} ${formatNumber(tokens)}`)
    .join(' · ')

/** How full the context is, as the meter tells it by its colour and its ring. */
export function fullness({ used, available, reserve, overflow }: ContextCount): 'calm' | 'near' | 'over' {
  if (overflow) return 'over'
  return used + reserve > available * 0.85 ? 'near' : 'calm'
}

export type Help = 'cut' | 'instructions' | 'draft' | 'sent' | 'reply'

/**
 * What makes room: a cut, or else shortening what would fill the context even without all that was before. `isAnswered`
 * says that the last message is a reply: then nothing waits for room, and a next message can go without both.
 */
export function helpOf(
  { pieces, reserve, available }: ContextCount,
  { dropMessages }: ContextOverflow,
  isAnswered: boolean,
): Help {
  if (dropMessages > 0) return 'cut'
  if (pieces.instructions + reserve >= available) return 'instructions'
  if (pieces.draft > 0) return 'draft'
  return isAnswered ? 'reply' : 'sent'
}

const helpWords = {
  cut: '',
  instructions: ' The instructions alone leave no room: shorten them.',
  draft: ' Only shortening this message makes room.',
  sent: ' Only shortening the message that you sent makes room.',
  reply:
    ' Write what you want to say next, then choose what to leave out. Or have the last reply written anew, which may be shorter.',
} as const

/** What does not fit and by how much: the excess is the whole prompt's, with the room that is kept for the reply. */
export function overflowWords(count: ContextCount, overflow: ContextOverflow, help: Help): string {
  const tokens = plural(overflow.tokens, 'token')
  const excess = `The conversation is ${tokens} too long for this model’s context of ${formatNumber(count.available)}, with ${keptWords(count)}.`
  return excess + helpWords[help]
}
