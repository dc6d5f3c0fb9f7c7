import type { Continuation, Effort, GenerateRequest } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { TokenPieces } from '../tokenizer/token-text.js'
import type { AddedToken } from '../tokenizer/vocabulary.js'
import type { ChatFormat, ReplyChannel, ReplyReader } from './chat-format.js'
import { joinTexts, type Literal, literalOf } from './literal.js'
import type { Segment } from './segment.js'
import { TurnReply } from './turn-reply.js'
import { reasoningEnd, reasoningStart, type TurnPrompt, type TurnStyle } from './turn-style.js'

/** Reasoning is off for the lowest effort and on for the others. */
const reasoningEfforts: readonly Effort[] = ['low', 'medium']

/** What makes a model that has not begun to think answer at once, as its template does without reasoning. */
const emptyReasoning = `${reasoningStart}\n\n${reasoningEnd}\n\n`

/** The space around a token that the token takes with it. */
const spaceBefore = /(?<!\p{White_Space})\p{White_Space}+$/u
const spaceAfter = /^\p{White_Space}+/u

/** A format of turns over one vocabulary. */
export class TurnFormat implements ChatFormat {
  readonly style: TurnStyle
  readonly ids: Readonly<Record<string, number>>
  readonly efforts: readonly Effort[]
  readonly stopTokens: readonly number[]
  readonly messageEnd: number
  readonly maxForcedSegments: readonly Segment[]
  /** The spelled markers by id, for the parser. */
  readonly markers: ReadonlyMap<number, string>
  readonly #literal: Literal
  readonly #added: (content: string) => AddedToken | undefined
  readonly #beginning: string | undefined

  /**
   * Throws `model-unsupported` if the vocabulary lacks a marker.
   * @param beginning the first token of a prompt, if the template writes it
   */
  constructor(style: TurnStyle, added: (content: string) => AddedToken | undefined, beginning?: string) {
    this.style = style
    this.#added = added
    this.#beginning = style.hasBeginning ? beginning : undefined
    const { markers, otherMarkers = [], stops = [] } = style
    const needed = [...markers, ...(this.#beginning === undefined ? [] : [this.#beginning])]
    const missing = needed.find((marker) => added(marker) === undefined)
    if (missing !== undefined) {
      throw new AppError(
        'model-unsupported',
        `This model’s vocabulary has no ${missing}, which the ${style.name} format of its chat template needs. Choose another version of the model.`,
      )
    }
    const idOf = (content: string) => added(content)?.id ?? -1
    const ofStyle = [...markers, ...otherMarkers, ...stops].filter((marker) => added(marker) !== undefined)
    const known = [...new Set([...needed, ...ofStyle])]
    this.ids = Object.fromEntries(known.map((marker) => [marker, idOf(marker)]))
    this.markers = new Map(known.map((marker) => [idOf(marker), marker]))
    // Without the first token: any text of a stranger's file may be one.
    this.#literal = literalOf(ofStyle)
    this.messageEnd = idOf(style.messageEnd)
    this.stopTokens = [this.messageEnd, ...stops.map(idOf).filter((id) => id >= 0)]
    // Otherwise there is no choice to show.
    this.efforts = style.reasoning === 'optional' ? reasoningEfforts : []
    this.maxForcedSegments = style.reasoning ? joinTexts(this.#literal(emptyReasoning)) : []
  }

  get name(): string {
    return this.style.name
  }

  /** Renders turns for a reply, with reasoning if the model has any. */
  renderTurns(prompt: TurnPrompt): readonly Segment[] {
    return this.#finish([...this.#renderBefore(prompt), ...this.#literal(this.#opening({ effort: 'medium' }))])
  }

  render({ instructions, messages, date, effort, continuation }: GenerateRequest): readonly Segment[] {
    return this.#finish([
      ...this.#renderBefore({ ...(instructions ? { instructions } : {}), turns: messages, date }),
      ...(continuation ? this.#continue(continuation) : this.#literal(this.#opening({ effort }))),
    ])
  }

  renderBeginning(date: string): readonly Segment[] {
    return this.#finish([...this.#renderBefore({ turns: [], date }), ...this.#literal(this.style.opening)])
  }

  /** A reader starts where the continuation ends. */
  renderOpenHeader(): readonly Segment[] {
    return []
  }

  readReply(
    request: Pick<GenerateRequest, 'effort' | 'continuation'>,
    pieces: TokenPieces,
    onText: (channel: ReplyChannel, text: string) => void,
  ): ReplyReader {
    const { reasoning } = this.style
    const isReasoning = reasoning !== undefined && !(reasoning === 'optional' && request.effort === 'low')
    const segments = (text: string) => joinTexts(this.#literal(text))
    return new TurnReply(this.style, this.markers, pieces, onText, {
      begun: this.#shown(request.continuation),
      toSkip: isReasoning ? segments(emptyReasoning) : [],
      toEnd: reasoning ? segments(`\n${reasoningEnd}\n\n`) : [],
    })
  }

  #renderBefore(prompt: TurnPrompt): readonly Segment[] {
    const first = this.#beginning === undefined ? [] : [{ marker: this.#beginning }]
    return [...first, ...this.style.render(prompt, this.#literal)]
  }

  #opening({ effort }: Pick<GenerateRequest, 'effort'>): string {
    const { reasoning, opening } = this.style
    if (reasoning === 'always') return `${opening}${reasoningStart}\n`
    return reasoning === 'optional' && effort === 'low' ? opening + emptyReasoning : opening
  }

  #continue(continuation: Continuation): readonly Segment[] {
    const { opening, beforeAnswer = '' } = this.style
    const { reasoning, text, channel } = this.#shown(continuation) ?? continuation
    if (!this.style.reasoning) return [...this.#literal(opening + (text === '' ? '' : beforeAnswer)), { text }]
    const begun = [...this.#literal(`${opening}${reasoningStart}\n`), { text: reasoning }]
    return channel === 'reasoning' ? begun : [...begun, ...this.#literal(`\n${reasoningEnd}\n\n`), { text }]
  }

  /** Returns what a continuation is in this format: another model may have made it. */
  #shown(continuation: Continuation | undefined): Continuation | undefined {
    if (!continuation || this.style.reasoning) return continuation
    return { ...continuation, reasoning: '', channel: 'answer' }
  }

  /** Joins texts, and takes the space from them that a token beside them takes. */
  #finish(segments: readonly Segment[]): readonly Segment[] {
    const joined = joinTexts(segments)
    const tokenAt = (index: number) => {
      const segment = joined[index]
      return segment && 'marker' in segment ? this.#added(segment.marker) : undefined
    }
    return joinTexts(
      joined.map((segment, index) => {
        if ('marker' in segment) return segment
        const start = tokenAt(index - 1)?.stripsRight ? segment.text.replace(spaceAfter, '') : segment.text
        return { text: tokenAt(index + 1)?.stripsLeft ? start.replace(spaceBefore, '') : start }
      }),
    )
  }
}
