import type { GenerateRequest } from '../../../contract/engine.js'
import type { DecodeEnd, DecodeRequest } from '../../../native/index.js'
import type { ChatFormat, ReplyChannel, ReplyReader } from '../chat-format/chat-format.js'
import type { Segment } from '../chat-format/segment.js'
import type { PromptCache } from '../memory/prompt-cache.js'
import type { Tokenizer } from '../tokenizer/tokenizer.js'
import { fromCallback } from './from-callback.js'
import { repetitionOf } from './repetition.js'

export type DecodingEvent =
  | { readonly type: 'text'; readonly channel: ReplyChannel; readonly text: string }
  | { readonly type: 'reasoning-progress'; readonly tokens: number }

/** What one decoding needs from the loaded model. */
export interface DecodingOptions {
  readonly cache: PromptCache
  readonly cancel: () => void
  readonly format: ChatFormat
  readonly pieces: Tokenizer['pieces']
  readonly asked: Pick<GenerateRequest, 'effort' | 'continuation'>
}

/** Decodes the reply to a prompt whose tokens, except the last, are in the cache. */
export class Decoding {
  readonly #options: DecodingOptions
  readonly #request: DecodeRequest
  readonly #texts: { readonly type: 'text'; readonly channel: ReplyChannel; text: string }[] = []
  readonly #reply: ReplyReader
  /** Not in the cache yet: decoding continues from it. */
  #lastToken: number
  #tokens = 0
  #reasoningTokens = 0
  #firstTokenAt: number | undefined

  /** The tokens right before `#lastToken`. */
  #recentTokens: readonly number[]

  /**
   * @param request `lastToken` is the last token of the prompt
   * @param opening the tokens of the header of a continued message
   */
  constructor(options: DecodingOptions, request: DecodeRequest, opening: readonly number[] = []) {
    this.#options = options
    this.#request = request
    this.#recentTokens = request.recentTokens ?? []
    this.#lastToken = request.lastToken
    const onText = (channel: ReplyChannel, text: string) => {
      const previous = this.#texts.at(-1)
      if (previous?.channel === channel) previous.text += text
      else this.#texts.push({ type: 'text', channel, text })
    }
    this.#reply = options.format.readReply(options.asked, options.pieces, onText)
    for (const id of opening) this.#reply.push(id)
  }

  /** Number of tokens of the reply so far. */
  get tokens(): number {
    return this.#tokens
  }

  /** Number of tokens that the reply may still get. */
  get room(): number {
    return this.#request.maxTokens - this.#tokens
  }

  /** Number of tokens in the texts of the reasoning, without headers and separators. */
  get reasoningTokens(): number {
    return this.#reasoningTokens
  }

  get firstTokenAt(): number | undefined {
    return this.#firstTokenAt
  }

  get isMalformed(): boolean {
    return this.#reply.isMalformed
  }

  /** The segments to force so that the answer begins; empty if it has begun. */
  get segmentsToAnswer(): readonly Segment[] {
    return this.#reply.segmentsToAnswer
  }

  /**
   * Returns a signal that aborts with `answerNow` only if the answer must be forced and there is room for
   * `maxForcedTokens` tokens and one more. Resuming after a cut resamples, so a decode that should continue is never cut.
   */
  cutSignal(answerNow: AbortSignal, maxForcedTokens: number): AbortSignal {
    const cut = new AbortController()
    const cutIfUseful = () => {
      if (this.segmentsToAnswer.length > 0 && this.room > maxForcedTokens) cut.abort()
    }
    if (answerNow.aborted) cutIfUseful()
    else answerNow.addEventListener('abort', cutIfUseful, { once: true })
    return cut.signal
  }

  /** Decodes until the model stops, the reply is full, or `signal` aborts. May be called again afterwards. */
  async *decode(signal: AbortSignal): AsyncGenerator<DecodingEvent, DecodeEnd> {
    const { cache, cancel } = this.#options
    const maxTokens = this.room
    if (signal.aborted) return 'cancelled'
    if (maxTokens <= 0) return 'length'
    const request = {
      ...this.#request,
      lastToken: this.#lastToken,
      recentTokens: this.#recentTokens,
      maxTokens,
      // A continued reply must not repeat the random numbers of its beginning.
      seed: this.#request.seed + this.#tokens,
    }
    let end: DecodeEnd = 'cancelled'
    signal.addEventListener('abort', cancel, { once: true })
    try {
      for await (const tokens of fromCallback<Int32Array>(async (emit) => {
        end = await cache.decode(request, emit)
      }, cancel)) {
        this.#firstTokenAt ??= performance.now()
        const reasoningTokensBefore = this.#reasoningTokens
        for (const id of tokens) this.#push(id)
        const hasReasoning = this.#reply.channel === 'reasoning' || this.#reasoningTokens > reasoningTokensBefore
        if (hasReasoning) yield { type: 'reasoning-progress', tokens: this.#reasoningTokens }
        yield* this.#texts.splice(0)
      }
    } finally {
      signal.removeEventListener('abort', cancel)
    }
    return end
  }

  /** Continues the reply with tokens that the model did not choose. They count as tokens of the reply. */
  async *force(tokens: readonly number[]): AsyncGenerator<DecodingEvent> {
    if (tokens.length === 0) return
    await this.#options.cache.append([this.#lastToken, ...tokens.slice(0, -1)])
    for (const id of tokens) this.#push(id)
    yield* this.#texts.splice(0)
  }

  /** Yields the text that waited for more tokens. */
  *finish(): Generator<DecodingEvent> {
    this.#reply.finish()
    yield* this.#texts.splice(0)
  }

  #push(id: number): void {
    this.#recentTokens = repetitionOf([...this.#recentTokens, this.#lastToken]).recentTokens
    this.#lastToken = id
    this.#tokens++
    const isReasoning = this.#reply.isReasoning
    this.#reply.push(id)
    // Headers and end markers do not count as reasoning.
    if (isReasoning && this.#reply.isReasoning) this.#reasoningTokens++
  }
}
