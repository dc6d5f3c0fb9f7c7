import { replyReserve, type ShownPrompt } from '../../contract/context.js'
import type { GenerateEvent, GenerateRequest } from '../../contract/engine.js'
import { AppError } from '../../contract/errors.js'
import type { DecodeEnd, NativeModel } from '../../native/index.js'
import { openHeader, renderContinuation } from './continuation.js'
import { fromCallback } from './from-callback.js'
import { type HarmonyIds, harmonyIds } from './harmony/markers.js'
import { HarmonyParser } from './harmony/parse.js'
import { encodePrompt, promptText, renderPrompt, renderSystem, type Segment } from './harmony/render.js'
import { Reply, type ReplyChannel } from './harmony/reply.js'
import type { Generation } from './model-folder.js'
import { reusableLength } from './prompt-cache.js'
import type { Tokenizer } from './tokenizer.js'

/**
 * Tokens read at once: between two chunks a run can be cancelled and tells how far it is. A GPU needs many at once to
 * be quick; a CPU is no slower with few, and 512 would keep it beyond reach for seconds.
 */
const chunkLengthOf = (device: string) => (device === 'CPU' ? 64 : 512)

/** Stop ids that every harmony vocabulary has, beside those of generation_config. */
const stopNames = ['<|return|>', '<|call|>', '<|endoftext|>']

type TextEvent = { readonly type: 'text'; readonly channel: ReplyChannel; text: string }

interface Fit {
  readonly tokens: readonly number[]
  readonly maxTokens: number
}

interface Decoded {
  readonly reason: DecodeEnd
  readonly tokens: number
  readonly reasoningTokens: number
  readonly firstTokenAt: number | undefined
  readonly isOnlyReasoning: boolean
  readonly isMalformed: boolean
}

const nothingDecoded: Decoded = {
  reason: 'cancelled',
  tokens: 0,
  reasoningTokens: 0,
  firstTokenAt: undefined,
  isOnlyReasoning: false,
  isMalformed: false,
}

/** One loaded model: what is in its cache, and replies made with it, one at a time. */
export class LoadedModel {
  readonly #native: NativeModel
  readonly #tokenizer: Tokenizer
  readonly #ids: HarmonyIds
  readonly #generation: Generation
  /** The tokens in the native cache. */
  #cached: readonly number[] = []
  #lastRun: Promise<void> = Promise.resolve()

  constructor(native: NativeModel, tokenizer: Tokenizer, generation: Generation) {
    this.#native = native
    this.#tokenizer = tokenizer
    this.#ids = harmonyIds((name) => tokenizer.specialId(name))
    const named = stopNames.map((name) => tokenizer.specialId(name)).filter((id) => id !== undefined)
    this.#generation = { ...generation, stopTokens: [...new Set([...generation.stopTokens, ...named])] }
  }

  /** Reads what a prompt of that day begins with, and decodes one token, so that the first reply finds all in place. */
  async warmUp(date: string): Promise<void> {
    const tokens = await this.#encode(renderSystem('medium', date))
    await this.#native.prefill(Int32Array.from(tokens.slice(0, -1)))
    await this.#native.decode(
      { lastToken: tokens.at(-1) ?? 0, maxTokens: 1, stopTokens: [], temperature: 0, topP: 1, seed: 0 },
      () => {},
    )
    this.#cached = tokens.slice(0, this.#native.length)
  }

  async countTokens(texts: readonly string[]): Promise<readonly number[]> {
    const counts: number[] = []
    for (const text of texts) counts.push(await this.#tokenizer.count(text))
    return counts
  }

  async countPrompt(request: GenerateRequest): Promise<number> {
    let count = 0
    for (const segment of segmentsOf(request)) {
      count += 'marker' in segment ? 1 : await this.#tokenizer.count(segment.text)
    }
    return count
  }

  async showPrompt(request: GenerateRequest): Promise<ShownPrompt> {
    const segments = segmentsOf(request)
    return { tokens: await this.#encode(segments), text: promptText(segments) }
  }

  /** Throws `context-full`. Aborting ends it with the reason `cancelled`. */
  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const arrivedAt = performance.now()
    const fit = await this.#fit(request)
    const before = this.#lastRun
    let release = () => {}
    this.#lastRun = new Promise((resolve) => {
      release = resolve
    })
    await before
    try {
      yield* this.#run(request, fit, arrivedAt, signal)
    } finally {
      release()
    }
  }

  async *#run(
    request: GenerateRequest,
    { tokens, maxTokens }: Fit,
    arrivedAt: number,
    signal: AbortSignal,
  ): AsyncGenerator<GenerateEvent> {
    const startedAt = performance.now()
    const cachedTokens = signal.aborted ? 0 : await this.#rewind(tokens)
    yield* this.#read(tokens, cachedTokens, signal)
    const decoded = signal.aborted ? nothingDecoded : yield* this.#decode(request, tokens, maxTokens, signal)
    const endedAt = performance.now()
    const firstTokenAt = decoded.firstTokenAt ?? endedAt
    yield {
      type: 'end',
      reason: decoded.reason,
      promptTokens: tokens.length,
      cachedTokens,
      replyTokens: decoded.tokens,
      reasoningTokens: decoded.reasoningTokens,
      firstTokenMs: firstTokenAt - arrivedAt,
      prefillMs: firstTokenAt - startedAt,
      decodeMs: endedAt - firstTokenAt,
      isOnlyReasoning: decoded.isOnlyReasoning,
      isMalformed: decoded.isMalformed,
    }
  }

  /** Puts all of the prompt but its last token into the cache. */
  async *#read(prompt: readonly number[], cachedTokens: number, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const last = prompt.length - 1
    const chunkLength = chunkLengthOf(this.#native.info.device)
    for (let done = cachedTokens; done < last && !signal.aborted; ) {
      const end = Math.min(done + chunkLength, last)
      if (end - cachedTokens > chunkLength || end < last) yield { type: 'reading', done, total: prompt.length }
      if (signal.aborted) return
      await this.#native.prefill(Int32Array.from(prompt.slice(done, end)))
      this.#cached = prompt.slice(0, end)
      done = end
    }
  }

  async *#decode(
    request: GenerateRequest,
    prompt: readonly number[],
    maxTokens: number,
    signal: AbortSignal,
  ): AsyncGenerator<GenerateEvent, Decoded> {
    const native = this.#native
    const texts: TextEvent[] = []
    const reply = new Reply((channel, text) => {
      const previous = texts.at(-1)
      if (previous?.channel === channel) previous.text += text
      else texts.push({ type: 'text', channel, text })
    })
    const parser = new HarmonyParser(this.#ids, this.#tokenizer.pieces, reply)
    if (request.continuation) for (const id of await this.#encode(openHeader(request.continuation))) parser.push(id)
    const last = prompt.length - 1
    const produced: number[] = []
    let reasoningTokens = 0
    let firstTokenAt: number | undefined
    let reason: DecodeEnd = 'cancelled'

    const { stopTokens, temperature, topP } = this.#generation
    const decode = {
      lastToken: prompt[last] ?? 0,
      maxTokens,
      stopTokens,
      temperature: request.temperature ?? temperature,
      topP: request.topP ?? topP,
      minP: request.minP,
      topK: request.topK,
      repetitionPenalty: request.repetitionPenalty,
      recentTokens: request.repetitionPenalty === undefined ? undefined : prompt.slice(-20, -1),
      seed: request.seed,
    }
    const cancel = () => native.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      for await (const tokens of fromCallback<Int32Array>(async (emit) => {
        reason = await native.decode(decode, emit)
      }, cancel)) {
        firstTokenAt ??= performance.now()
        for (const id of tokens) {
          produced.push(id)
          parser.push(id)
          if (reply.channel === 'reasoning') reasoningTokens++
        }
        yield* texts.splice(0)
        if (reply.channel === 'reasoning') yield { type: 'thought', tokens: reasoningTokens }
      }
      parser.finish()
      yield* texts.splice(0)
    } finally {
      signal.removeEventListener('abort', cancel)
      this.#cached = [...prompt, ...produced].slice(0, Math.min(native.length, last + produced.length))
    }
    const { isOnlyReasoning, isMalformed } = reply
    return { reason, tokens: produced.length, reasoningTokens, firstTokenAt, isOnlyReasoning, isMalformed }
  }

  /** Forgets what the prompt does not share with the cache. Answers how many tokens stay. */
  async #rewind(prompt: readonly number[]): Promise<number> {
    // After a failed call nobody can say what the cache holds.
    if (this.#native.length < this.#cached.length) this.#cached = []
    const length = reusableLength(this.#cached, prompt)
    if (length < this.#native.length) await this.#native.truncate(length)
    this.#cached = prompt.slice(0, length)
    return length
  }

  /** The prompt's ids and the most tokens that its reply may have. Throws `context-full`. */
  async #fit(request: GenerateRequest): Promise<Fit> {
    const { contextLength } = this.#native.info
    const tokens = await this.#encode(segmentsOf(request), contextLength)
    const wanted = request.maxTokens ?? Number.POSITIVE_INFINITY
    const reserve = replyReserve(contextLength, request.maxTokens ?? null)
    const room = contextLength - tokens.length
    if (room < reserve) {
      const count = room < 0 ? `more than ${contextLength}` : `${tokens.length}`
      throw new AppError(
        'context-full',
        `The conversation takes ${count} tokens and a reply needs ${reserve} more. This model reads ${contextLength} at most.`,
      )
    }
    return { tokens, maxTokens: Math.min(wanted, room) }
  }

  #encode(segments: readonly Segment[], limit?: number): Promise<number[]> {
    return encodePrompt(segments, this.#ids, (text, most) => this.#tokenizer.encode(text, most), limit)
  }
}

const segmentsOf = (request: GenerateRequest): Segment[] => [
  ...renderPrompt(request),
  ...(request.continuation ? renderContinuation(request.continuation) : []),
]
