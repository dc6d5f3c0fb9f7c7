import type { Continuation } from '../../../contract/engine.js'
import type { TokenPieces } from '../tokenizer/token-text.js'
import type { ReplyChannel, ReplyReader } from './chat-format.js'
import type { Segment } from './segment.js'
import { TurnParser, type TurnStart } from './turn-parser.js'
import type { TurnStyle } from './turn-style.js'

const hasText = (text = '') => text.trim() !== ''

export interface TurnReplyOptions {
  /** The texts of a continued reply. */
  readonly begun: Continuation | undefined
  /** What to force before a reply that has not begun, so that it has no reasoning. */
  readonly toSkip: readonly Segment[]
  /** What to force to end the reasoning. */
  readonly toEnd: readonly Segment[]
}

/** Converts the messages of a reply to its two texts. An empty line separates the messages of one channel. */
export class TurnReply implements ReplyReader {
  readonly #parser: TurnParser
  readonly #options: TurnReplyOptions

  constructor(
    style: TurnStyle,
    markers: ReadonlyMap<number, string>,
    pieces: TokenPieces,
    onText: (channel: ReplyChannel, text: string) => void,
    options: TurnReplyOptions,
  ) {
    this.#options = options
    const { begun } = options
    const hasBegun = { reasoning: hasText(begun?.reasoning), answer: hasText(begun?.text) }
    let separator = ''
    const sink = {
      onMessage: (channel: ReplyChannel) => {
        separator = hasBegun[channel] ? '\n\n' : ''
      },
      onText: (text: string) => {
        const { channel } = this.#parser
        if (hasText(text)) hasBegun[channel] = true
        onText(channel, separator + text)
        separator = ''
      },
    }
    this.#parser = new TurnParser(style, markers, pieces, sink, startOf(begun, style))
  }

  push(id: number): void {
    this.#parser.push(id)
  }

  finish(): void {
    this.#parser.finish()
  }

  get channel(): ReplyChannel {
    return this.#parser.channel
  }

  get isReasoning(): boolean {
    return this.#parser.isReasoning
  }

  get isMalformed(): boolean {
    return this.#parser.isMalformed
  }

  get segmentsToAnswer(): readonly Segment[] {
    if (this.#parser.isReasoning) return this.#options.toEnd
    return this.#parser.isUntouched && this.#options.begun === undefined ? this.#options.toSkip : []
  }
}

function startOf(begun: Continuation | undefined, { reasoning }: TurnStyle): TurnStart {
  if (begun === undefined) return reasoning === 'always' ? 'reasoning' : 'answer'
  if (begun.channel === 'reasoning') return begun.reasoning === '' ? 'reasoning' : 'inside-reasoning'
  return begun.text === '' ? 'answer' : 'inside-answer'
}
