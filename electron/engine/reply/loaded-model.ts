import { replyReserve, type ShownPrompt } from '../../../contract/context.js'
import type {
  EngineStreams,
  GenerateEvent,
  GenerateRequest,
  ReadingEvent,
  WeighEvent,
} from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { DecodeEnd, NativeModel } from '../../../native/index.js'
import { maxChunkTokens } from '../../memory/chunks.js'
import { forecast } from '../../memory/forecast.js'
import type { ChatFormat } from '../chat-format/chat-format.js'
import { encodeSegments, type Segment } from '../chat-format/segment.js'
import type { Generation } from '../folder/generation.js'
import { admitPrompt } from '../memory/admission.js'
import { cacheBudget } from '../memory/cache-budget.js'
import { commonLength } from '../memory/common-length.js'
import { PromptCache } from '../memory/prompt-cache.js'
import { TokenText } from '../tokenizer/token-text.js'
import type { Tokenizer } from '../tokenizer/tokenizer.js'
import { withoutFirstTokens } from '../tokenizer/without-first-tokens.js'
import { Decoding } from './decoding.js'
import { repetitionOf } from './repetition.js'
import { shownPrompt } from './shown-prompt.js'

/** Settings of a decode whose tokens are discarded. */
const warmUpDecode = { stopTokens: [], temperature: 0, topP: 1, seed: 0 } as const
const warmUpSteps = 4

/** Tokens of a text that are weighed together. */
const weighedTokens = 256

interface FittedPrompt {
  readonly tokens: readonly number[]
  readonly maxTokens: number
}

export interface LoadedModelOptions {
  /** In tokens: at most the model's own context, which is the default. */
  readonly contextLength?: number
  /** Bytes that the prompt cache may hold between two runs. By default, what the forecast leaves. */
  readonly cacheBudgetBytes?: number | undefined
  /** Returns the bytes that the model may use in total now; `heldBytes` is what it uses already. */
  readonly availableBytes?: (heldBytes: number) => number
}

/** A run makes room for a reply of this length. A longer one may displace other conversations from the cache. */
const expectedReplyTokens = 2_048

/** A loaded model with its prompt cache. It makes one reply at a time. */
export class LoadedModel {
  readonly #native: NativeModel
  readonly #tokenizer: Tokenizer
  readonly #format: ChatFormat
  readonly #generation: Generation
  readonly #cache: PromptCache
  readonly #availableBytes: () => number
  readonly #contextLength: number
  #lastRun: Promise<void> = Promise.resolve()
  /** Ends the reasoning of the latest generation. */
  #answerNow = new AbortController()

  constructor(
    native: NativeModel,
    tokenizer: Tokenizer,
    format: ChatFormat,
    generation: Generation,
    {
      contextLength = native.info.contextLength,
      cacheBudgetBytes,
      availableBytes = () => Number.POSITIVE_INFINITY,
    }: LoadedModelOptions = {},
  ) {
    this.#native = native
    this.#tokenizer = tokenizer
    this.#format = format
    this.#availableBytes = () => availableBytes(native.info.residentBytes + native.cacheBytes)
    this.#contextLength = contextLength
    const budgetBytes = cacheBudgetBytes ?? cacheBudget(native.info, this.#availableBytes())
    this.#cache = new PromptCache(native, { budgetBytes, messageEnd: format.messageEnd })
    this.#generation = { ...generation, stopTokens: [...new Set([...generation.stopTokens, ...format.stopTokens])] }
  }

  /**
   * Reads the common beginning of that day's prompts and decodes a token, so that the first reply starts soon. A GPU
   * first reads a longer prompt, which touches all weights and compiles the kernels: without it the first long prompt
   * may take seven times as long (mlx-lm #432).
   */
  async warmUp(date: string): Promise<void> {
    if (this.#native.info.device !== 'CPU') await this.#warmUpDevice()
    const tokens = await this.#encode(this.#format.renderBeginning(date))
    try {
      for (let done = await this.#cache.begin(tokens); done < tokens.length - 1; ) {
        done = await this.#cache.read(tokens, done)
      }
      await this.#cache.decode({ ...warmUpDecode, lastToken: tokens.at(-1) ?? 0, maxTokens: 1 }, () => {})
    } finally {
      await this.#cache.end()
    }
  }

  async countTokens(texts: readonly string[]): Promise<readonly number[]> {
    const counts: number[] = []
    for (const text of texts) counts.push(await this.#tokenizer.count(text))
    return counts
  }

  async countPrompt(request: GenerateRequest): Promise<number> {
    let count = 0
    for (const segment of this.#format.render(request)) {
      const place = count > 0 ? 'after-token' : 'start'
      count += 'marker' in segment ? 1 : await this.#tokenizer.count(segment.text, place)
    }
    return count
  }

  async showPrompt(request: GenerateRequest): Promise<ShownPrompt> {
    const segments = this.#format.render((await this.#shorten(request)).request)
    return shownPrompt(segments, this.#format.ids, (text, place) => this.#tokenizer.encode(text, undefined, place))
  }

  /** Ends the reasoning of the latest generation: the model answers from the reasoning so far. */
  answerNow(): void {
    this.#answerNow.abort()
  }

  /** Throws `context-full`. Aborting ends it with the reason `cancelled`. */
  async *generate(original: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const arrivedAt = performance.now()
    const answerNow = new AbortController()
    this.#answerNow = answerNow
    const { request, leftOutTokens } = await this.#shorten(original)
    const fit = await this.#fit(request)
    const release = await this.#takeTurn()
    try {
      for await (const event of this.#run(request, fit, arrivedAt, { signal, answerNow: answerNow.signal })) {
        yield event.type === 'end' && leftOutTokens > 0 ? { ...event, leftOutTokens } : event
      }
    } finally {
      release()
    }
  }

  /** Reads the prompt and the continuation's text. Throws `context-full`. Aborting ends it. */
  async *weigh(original: EngineStreams['weigh']['request'], signal: AbortSignal): AsyncGenerator<WeighEvent> {
    const { request } = await this.#shorten({ ...original, maxTokens: 1 })
    const { tokens } = await this.#fit(request)
    const withoutText = { ...request, continuation: { ...original.continuation, ...request.continuation, text: '' } }
    const start = commonLength(tokens, await this.#encode(this.#format.render(withoutText)), tokens.length)
    const release = await this.#takeTurn()
    try {
      if (signal.aborted) return
      const prompt = tokens.slice(0, start)
      const cachedTokens = await this.#cache.begin(prompt)
      await this.#makeRoom(cachedTokens, tokens.length)
      yield* this.#read(prompt, cachedTokens, signal)
      const text = new TokenText(this.#tokenizer.pieces)
      for (let at = start; at < tokens.length && !signal.aborted; at += weighedTokens) {
        const targets = tokens.slice(at, at + weighedTokens)
        const logprobs = await this.#cache.score(tokens.slice(at - 1, at - 1 + targets.length), targets)
        const pieces = targets.map((id, i) => ({ text: text.push(id), chance: Math.exp(logprobs[i] ?? 0) }))
        yield { type: 'weighed', pieces }
      }
    } finally {
      await this.#cache.end()
      release()
    }
  }

  /** Waits for the end of all earlier runs. Returns the function that ends this one. */
  async #takeTurn(): Promise<() => void> {
    const before = this.#lastRun
    let release = () => {}
    this.#lastRun = new Promise((resolve) => {
      release = resolve
    })
    await before
    return release
  }

  async *#run(
    request: GenerateRequest,
    { tokens, maxTokens }: FittedPrompt,
    arrivedAt: number,
    { signal, answerNow }: { readonly signal: AbortSignal; readonly answerNow: AbortSignal },
  ): AsyncGenerator<GenerateEvent> {
    const decoding = await this.#startDecoding(request, tokens, maxTokens)
    let cachedTokens = 0
    let reason: DecodeEnd = 'cancelled'
    try {
      if (!signal.aborted) {
        cachedTokens = await this.#cache.begin(tokens)
        await this.#makeRoom(cachedTokens, tokens.length + Math.min(maxTokens, expectedReplyTokens))
        yield* this.#read(tokens, cachedTokens, signal)
        const { length: maxForcedTokens } = await this.#encode(this.#format.maxForcedSegments)
        reason = yield* decoding.decode(AbortSignal.any([signal, decoding.cutSignal(answerNow, maxForcedTokens)]))
        if (reason === 'cancelled' && !signal.aborted) {
          yield { type: 'reasoning-ended' }
          yield* this.#openAnswer(decoding)
          reason = yield* decoding.decode(signal)
        }
        yield* decoding.finish()
      }
    } finally {
      await this.#cache.end()
    }
    const endedAt = performance.now()
    const firstTokenAt = decoding.firstTokenAt ?? endedAt
    yield {
      type: 'end',
      reason,
      promptTokens: tokens.length,
      cachedTokens,
      replyTokens: decoding.tokens,
      reasoningTokens: decoding.reasoningTokens,
      firstTokenMs: firstTokenAt - arrivedAt,
      decodeMs: endedAt - firstTokenAt,
      isMalformed: decoding.isMalformed,
    }
  }

  /** Makes the model begin its answer, if there is still room for one. */
  async *#openAnswer(decoding: Decoding): AsyncGenerator<GenerateEvent> {
    for (let next = decoding.segmentsToAnswer; next.length > 0; next = decoding.segmentsToAnswer) {
      const tokens = await this.#encode(next)
      if (tokens.length >= decoding.room) return
      yield* decoding.force(tokens)
    }
  }

  /** Reads the prompt, except its last token, into the cache. */
  async *#read(prompt: readonly number[], cachedTokens: number, signal: AbortSignal): AsyncGenerator<ReadingEvent> {
    const last = prompt.length - 1
    const isLong = last - cachedTokens > maxChunkTokens(this.#cache.rules)
    for (let done = cachedTokens; done < last && !signal.aborted; ) {
      if (isLong) yield { type: 'reading', done, total: prompt.length }
      if (signal.aborted) return
      done = await this.#cache.read(prompt, done)
    }
  }

  async #startDecoding(request: GenerateRequest, prompt: readonly number[], maxTokens: number): Promise<Decoding> {
    const { stopTokens, temperature, topP } = this.#generation
    const options = {
      cache: this.#cache,
      cancel: () => this.#native.cancel(),
      format: this.#format,
      pieces: this.#tokenizer.pieces,
      asked: request,
    }
    const decode = {
      lastToken: prompt.at(-1) ?? 0,
      maxTokens,
      stopTokens,
      temperature: request.temperature ?? temperature,
      topP: request.topP ?? topP,
      minP: request.minP,
      topK: request.topK,
      repetitionPenalty: request.repetitionPenalty,
      ...(request.repetitionPenalty !== undefined && repetitionOf(prompt.slice(0, -1))),
      seed: request.seed,
    }
    const { continuation } = request
    const opening = continuation && (await this.#encode(this.#format.renderOpenHeader(continuation)))
    return new Decoding(options, decode, opening)
  }

  async #warmUpDevice(): Promise<void> {
    const { vocabSize } = this.#native.info
    const count = Math.min(512, this.#contextLength - warmUpSteps)
    const tokens = Array.from({ length: count }, (_, index) => (index * 379) % vocabSize)
    try {
      const done = await this.#cache.begin(tokens)
      await this.#cache.append(tokens.slice(done))
      await this.#cache.decode({ ...warmUpDecode, lastToken: 0, maxTokens: warmUpSteps }, () => {})
    } finally {
      await this.#cache.end()
    }
  }

  /** Drops other conversations from the cache as far as a conversation of `length` tokens needs their memory. */
  async #makeRoom(cachedTokens: number, length: number): Promise<void> {
    const { info } = this.#native
    const spareBytes = this.#availableBytes() - forecast(info, Math.min(length, this.#contextLength)).totalBytes
    await this.#cache.dropOthers(spareBytes + forecast(info, cachedTokens).cacheBytes)
  }

  /**
   * Removes the beginning of the continued reasoning if it leaves no room for a reply: as many tokens as needed, or as
   * many as the first time, even if the context is longer now.
   */
  async #shorten(request: GenerateRequest): Promise<{ request: GenerateRequest; leftOutTokens: number }> {
    const { continuation } = request
    if (!continuation || continuation.reasoning === '') return { request, leftOutTokens: 0 }
    const maxPromptTokens = this.#contextLength - replyReserve(this.#contextLength, request.maxTokens ?? null)
    let { reasoning } = continuation
    let leftOut = 0
    const shortened = () => ({ ...request, continuation: { ...continuation, reasoning } })
    const countExcess = async () => (await this.countPrompt(shortened())) - maxPromptTokens
    // Always shortens the whole reasoning, so that the number of tokens alone determines the rest.
    const leaveOut = async (tokens: number) => {
      leftOut += tokens
      reasoning = await withoutFirstTokens(continuation.reasoning, leftOut, this.#tokenizer)
    }
    if (continuation.leaveOut === undefined) {
      for (let tokens = await countExcess(); tokens > 0 && reasoning !== ''; tokens = await countExcess()) {
        await leaveOut(tokens)
      }
    } else if (continuation.leaveOut > 0) {
      await leaveOut(continuation.leaveOut)
    }
    const all = await this.#tokenizer.count(continuation.reasoning)
    return { request: shortened(), leftOutTokens: Math.min(leftOut, all) }
  }

  /** Encodes the prompt and limits the length of its reply. Throws `context-full`, `out-of-memory`. */
  async #fit(request: GenerateRequest): Promise<FittedPrompt> {
    const contextLength = this.#contextLength
    const tokens = await this.#encode(this.#format.render(request), contextLength)
    const requestedTokens = request.maxTokens ?? Number.POSITIVE_INFINITY
    const reserve = replyReserve(contextLength, request.maxTokens ?? null)
    const room = contextLength - tokens.length
    if (room < reserve) {
      const count = room < 0 ? `more than ${contextLength}` : `${tokens.length}`
      throw new AppError(
        'context-full',
        `The conversation takes ${count} tokens and a reply needs ${reserve} more. This model reads ${contextLength} at most.`,
      )
    }
    const maxConversationTokens = admitPrompt(this.#native.info, tokens.length + reserve, this.#availableBytes())
    return { tokens, maxTokens: Math.min(requestedTokens, room, maxConversationTokens - tokens.length) }
  }

  #encode(segments: readonly Segment[], limit?: number): Promise<number[]> {
    return encodeSegments(
      segments,
      this.#format.ids,
      (text, maxTokens, place) => this.#tokenizer.encode(text, maxTokens, place),
      limit,
    )
  }
}
