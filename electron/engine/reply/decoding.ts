import type { Continuation } from '../../../contract/engine.js'
import type { DecodeEnd, DecodeRequest } from '../../../native/index.js'
import type { HarmonyIds } from '../harmony/markers.js'
import { HarmonyParser } from '../harmony/parse.js'
import type { Segment } from '../harmony/render.js'
import { Reply, type ReplyChannel } from '../harmony/reply.js'
import type { PromptCache } from '../memory/prompt-cache.js'
import type { Tokenizer } from '../tokenizer/tokenizer.js'
import { ReplyPlace } from './answer-now.js'
import { fromCallback } from './from-callback.js'

export type DecodingEvent =
  | { readonly type: 'text'; readonly channel: ReplyChannel; readonly text: string }
  | { readonly type: 'reasoning-progress'; readonly tokens: number }

/** As many as the repetition penalty looks at. */
const keptTokens = 20

/** What one decoding needs of the loaded model. */
export interface DecodingOptions {
  readonly cache: PromptCache
  readonly cancel: () => void
  readonly ids: HarmonyIds
  readonly pieces: Tokenizer['pieces']
}

/** The reply to a prompt whose tokens but the last are in the cache: its tokens, and the text that they make. */
export class Decoding {
  readonly #options: DecodingOptions
  readonly #request: DecodeRequest
  readonly #texts: { readonly type: 'text'; readonly channel: ReplyChannel; text: string }[] = []
  readonly #reply: Reply
  readonly #parser: HarmonyParser
  readonly #place: ReplyPlace
  /** Known, but not in the cache yet: decoding goes on from it. */
  #lastToken: number
  #tokens = 0
  #reasoningTokens = 0
  #firstTokenAt: number | undefined

  /** Right before `#lastToken`. */
  #recentTokens: readonly number[]

  /**
   * @param request its `lastToken` is the prompt's
   * @param continued what the reply goes on from, and the tokens of the header in which it does
   */
  constructor(
    options: DecodingOptions,
    request: DecodeRequest,
    continued?: { readonly from: Continuation; readonly opening: readonly number[] },
  ) {
    this.#options = options
    this.#request = request
    this.#recentTokens = request.recentTokens ?? []
    this.#lastToken = request.lastToken
    this.#reply = new Reply((channel, text) => {
      const previous = this.#texts.at(-1)
      if (previous?.channel === channel) previous.text += text
      else this.#texts.push({ type: 'text', channel, text })
    }, continued && { reasoning: continued.from.reasoning, answer: continued.from.text })
    this.#parser = new HarmonyParser(options.ids, options.pieces, this.#reply)
    this.#place = new ReplyPlace(options.ids)
    for (const id of continued?.opening ?? []) {
      this.#parser.push(id)
      this.#place.push(id)
    }
  }

  /** Tokens of the reply so far. */
  get tokens(): number {
    return this.#tokens
  }

  /** Tokens that may still come. */
  get room(): number {
    return this.#request.maxTokens - this.#tokens
  }

  /** Tokens in the texts of the reasoning, without what parts them. */
  get reasoningTokens(): number {
    return this.#reasoningTokens
  }

  get firstTokenAt(): number | undefined {
    return this.#firstTokenAt
  }

  get isMalformed(): boolean {
    return this.#reply.isMalformed
  }

  /** What has to be forced so that the answer is next; nothing when the model is at it. */
  get toAnswer(): readonly Segment[] {
    return this.#place.toAnswer(this.#reply.channel === 'reasoning')
  }

  /**
   * Aborts with `wish` where the answer has to be forced and there is room for `maxForcedTokens` tokens and one more. A decode
   * that continues after a cut draws again, so what is not to be ended must not be cut.
   */
  usefulWish(wish: AbortSignal, maxForcedTokens: number): AbortSignal {
    const cut = new AbortController()
    const look = () => {
      if (this.toAnswer.length > 0 && this.room > maxForcedTokens) cut.abort()
    }
    if (wish.aborted) look()
    else wish.addEventListener('abort', look, { once: true })
    return cut.signal
  }

  /** Lets the model speak until it stops, is at its last token, or `signal` says so; then it may be asked again. */
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
      // The draws of a continued reply are not those of its beginning.
      seed: this.#request.seed + this.#tokens,
    }
    let end: DecodeEnd = 'cancelled'
    signal.addEventListener('abort', cancel, { once: true })
    try {
      for await (const tokens of fromCallback<Int32Array>(async (emit) => {
        end = await cache.decode(request, emit)
      }, cancel)) {
        this.#firstTokenAt ??= performance.now()
        const thought = this.#reasoningTokens
        for (const id of tokens) this.#push(id)
        const isThought = this.#reply.channel === 'reasoning' || this.#reasoningTokens > thought
        if (isThought) yield { type: 'reasoning-progress', tokens: this.#reasoningTokens }
        yield* this.#texts.splice(0)
      }
    } finally {
      signal.removeEventListener('abort', cancel)
    }
    return end
  }

  /** Continues the reply with tokens that the model did not choose. They count as its own. */
  async *force(tokens: readonly number[]): AsyncGenerator<DecodingEvent> {
    if (tokens.length === 0) return
    await this.#options.cache.append([this.#lastToken, ...tokens.slice(0, -1)])
    for (const id of tokens) this.#push(id)
    yield* this.#texts.splice(0)
  }

  /** The text that waited for more tokens. */
  *finish(): Generator<DecodingEvent> {
    this.#parser.finish()
    yield* this.#texts.splice(0)
  }

  #push(id: number): void {
    this.#recentTokens = [...this.#recentTokens, this.#lastToken].slice(-keptTokens)
    this.#lastToken = id
    this.#tokens++
    const isThinking = this.#reply.isThinking
    this.#parser.push(id)
    this.#place.push(id)
    // Neither the header of the thinking nor what ends it is thought.
    if (isThinking && this.#reply.isThinking) this.#reasoningTokens++
  }
}
