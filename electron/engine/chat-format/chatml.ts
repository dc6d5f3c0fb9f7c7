import type { Literal } from './literal.js'
import type { Segment } from './segment.js'
import {
  type Reasoning,
  reasoningEnd,
  reasoningStart,
  type Turn,
  type TurnPrompt,
  type TurnStyle,
  trimLines,
} from './turn-style.js'

interface ReasoningOptions extends ChatMlOptions {
  readonly reasoning: Reasoning
  /** True if the template takes the line breaks before an earlier answer away, and never writes earlier reasoning. */
  readonly isQwq?: boolean
}

export interface ChatMlOptions {
  /** The template's own system message, without instructions. */
  readonly system?: string
  readonly hasBeginning?: boolean
}

/** ChatML: SmolLM2, Qwen2, Qwen2.5 and many that were trained on top of another model. */
export function chatml({ system, hasBeginning = false }: ChatMlOptions = {}): TurnStyle {
  return {
    name: 'ChatML',
    markers: ['<|im_start|>', '<|im_end|>'],
    hasBeginning,
    messageEnd: '<|im_end|>',
    stops: ['<|endoftext|>'],
    header: { start: '<|im_start|>', end: '\n' },
    render: (prompt, literal) => [
      ...renderSystem(prompt.instructions || system, literal),
      ...prompt.turns.flatMap((turn) => renderTurn(turn, literal)),
    ],
    opening: '<|im_start|>assistant\n',
  }
}

/**
 * Qwen3: ChatML with reasoning. Its template writes the reasoning of a reply only after the user's last message, and an
 * empty one before a reply that is to have none.
 */
export function qwen3({ reasoning, isQwq = false, ...options }: ReasoningOptions): TurnStyle {
  const base = chatml(options)
  return {
    ...base,
    name: 'Qwen3',
    markers: [...base.markers, reasoningStart, reasoningEnd],
    reasoning,
    render: (prompt, literal) => [
      ...renderSystem(prompt.instructions || options.system, literal),
      ...(isQwq
        ? prompt.turns.flatMap((turn) => renderTurn(withoutFirstBreaks(turn), literal))
        : renderReasoningTurns(prompt, literal)),
    ],
  }
}

function renderReasoningTurns({ turns }: TurnPrompt, literal: Literal): readonly Segment[] {
  const lastQuestion = turns.findLastIndex(({ role }) => role === 'user')
  return turns.flatMap((turn, index) => {
    const { role, reasoning = '' } = turn
    const hasBlock = role === 'assistant' && index > lastQuestion && (index === turns.length - 1 || reasoning !== '')
    if (!hasBlock) return renderTurn(turn, literal)
    return [
      ...literal('<|im_start|>assistant\n<think>\n'),
      { text: trimLines(reasoning) },
      ...literal('\n</think>\n\n'),
      { text: withoutFirstBreaks(turn).text },
      ...literal('<|im_end|>\n'),
    ]
  })
}

function withoutFirstBreaks(turn: Turn): Turn {
  return turn.role === 'assistant' ? { ...turn, text: turn.text.replace(/^\n+/, '') } : turn
}

function renderSystem(text: string | undefined, literal: Literal): readonly Segment[] {
  return text === undefined ? [] : renderTurn({ role: 'system', text }, literal)
}

function renderTurn({ role, text }: Turn, literal: Literal): readonly Segment[] {
  return [...literal(`<|im_start|>${role}\n`), { text }, ...literal('<|im_end|>\n')]
}
