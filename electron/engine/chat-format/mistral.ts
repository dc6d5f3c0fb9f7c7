import { AppError } from '../../../contract/errors.js'
import type { Segment } from './segment.js'
import { type Turn, type TurnStyle, trim } from './turn-style.js'

/** What the versions of Mistral's template differ in. */
export interface MistralOptions {
  /** What stands before and after a question: `[INST]` with the spaces of the version. */
  readonly question: readonly [string, string]
  /** Before an answer. */
  readonly answer: '' | ' '
  /** After an answer, before the next question. */
  readonly between?: string
  /** The question that the instructions stand before, or a message of their own. */
  readonly system: 'first' | 'last' | 'own'
  readonly isTrimmed?: boolean
}

/** Mistral. In the vocabularies of its first versions `[INST]` is no token of its own, but text. */
export function mistral(options: MistralOptions): TurnStyle {
  const [before, after] = options.question
  return {
    name: 'Mistral',
    markers: ['</s>'],
    otherMarkers: ['[INST]', '[/INST]', '[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]'],
    hasBeginning: true,
    messageEnd: '</s>',
    render: ({ instructions, turns }, literal) => {
      const isOwn = options.system === 'own'
      const asked = instructions && !isOwn ? withInstructions(turns, instructions, options.system) : turns
      return [
        ...(instructions && isOwn
          ? [...literal('[SYSTEM_PROMPT]'), { text: instructions }, ...literal('[/SYSTEM_PROMPT]')]
          : []),
        ...asked.flatMap(({ role, text }): readonly Segment[] => {
          if (role === 'user') return [...literal(before), { text }, ...literal(after)]
          if (role === 'system')
            throw new AppError('refused', 'Mistral’s format has a system message only at the start.')
          const answer = { text: options.isTrimmed ? trim(text) : text }
          return [...literal(options.answer), answer, ...literal(`</s>${options.between ?? ''}`)]
        }),
      ]
    },
    opening: '',
    // The versions whose marks have no space beside them have none here either.
    ...((before !== '[INST]' || options.answer === ' ') && { beforeAnswer: ' ' }),
  }
}

function withInstructions(turns: readonly Turn[], instructions: string, place: 'first' | 'last' | 'own') {
  const index =
    place === 'first'
      ? turns.findIndex(({ role }) => role === 'user')
      : turns.findLastIndex(({ role }) => role === 'user')
  if (index < 0) return [{ role: 'user' as const, text: instructions }, ...turns]
  return turns.map((turn, at) => (at === index ? { ...turn, text: `${instructions}\n\n${turn.text}` } : turn))
}
