import { localDate } from '../../../../contract/local-date.js'
import type { SpeedAt } from '../../../../contract/models.js'
import type { EngineClient } from '../../engine/engine-client.js'
import type { EngineQueue } from '../../engine/engine-queue.js'

export interface MeasureOptions {
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly modelId: string
  /** Loads the model at once. The caller holds the turn of the engine. */
  readonly load: () => void
  /** Bytes that decoding one token after so many tokens reads. */
  readonly touchedBytes: (contextTokens: number) => Promise<number>
  /** Bytes a second that the memory of the computer gives; undefined if that is not known. */
  readonly bandwidth: number | undefined
  readonly signal: AbortSignal
}

const contexts = [1_000, 8_000] as const
const decodedTokens = 96
/** A model that ends its reply sooner has no measurable speed. */
const minDecodedTokens = 16

/**
 * Measures how fast a model reads and writes, with prompts of about 1,000 and 8,000 tokens, as far as its context allows. A
 * reply that is requested meanwhile goes first, and that measurement is made again.
 */
export async function measureSpeed(options: MeasureOptions): Promise<readonly SpeedAt[]> {
  const speeds: SpeedAt[] = []
  for (const [index, contextTokens] of contexts.entries()) {
    const speed = await undisturbed(options, (signal) => measureAt(contextTokens, index, options, signal))
    if (speed) speeds.push(speed)
  }
  return speeds
}

async function undisturbed<T>(
  { queue, engine, modelId, load, signal }: MeasureOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  while (true) {
    const wanted = new AbortController()
    const user = { purpose: 'benchmark', conversationId: '', targetId: modelId } as const
    const release = await queue.acquire(user, signal, { onWanted: () => wanted.abort() })
    try {
      load()
      const { id } = await engine.ready(AbortSignal.any([signal, wanted.signal]))
      const result = id === modelId ? await work(AbortSignal.any([signal, wanted.signal])) : undefined
      if (result !== undefined && !wanted.signal.aborted) return result
    } catch (error) {
      if (!wanted.signal.aborted || signal.aborted) throw error
    } finally {
      release()
    }
    signal.throwIfAborted()
  }
}

/** Returns `null` when the context of the model is too small. */
async function measureAt(
  contextTokens: number,
  seed: number,
  { engine, touchedBytes, bandwidth }: MeasureOptions,
  signal: AbortSignal,
): Promise<SpeedAt | null> {
  const { contextLength } = await engine.ready(signal)
  if (contextLength < contextTokens + 2 * decodedTokens) return null
  const text = await textOf(contextTokens, seed, engine)
  const request = {
    messages: [{ role: 'user', text }],
    effort: 'low',
    date: localDate(),
    seed: 1,
    maxTokens: decodedTokens,
  } as const
  for await (const event of engine.generate(request, signal)) {
    if (event.type !== 'end') continue
    const { promptTokens, cachedTokens, firstTokenMs, replyTokens, decodeMs } = event
    const isWritten = replyTokens >= minDecodedTokens && decodeMs > 0
    return {
      contextTokens: promptTokens,
      readPerSecond: perSecond(promptTokens - cachedTokens, firstTokenMs),
      writtenPerSecond: isWritten ? perSecond(replyTokens - 1, decodeMs) : null,
      boundPerSecond: bandwidth === undefined ? null : bandwidth / (await touchedBytes(promptTokens)),
    }
  }
  throw new Error('The engine ended without statistics.')
}

const perSecond = (tokens: number, ms: number) => (tokens / Math.max(1, ms)) * 1_000

const words =
  'river stone market lamp garden letter winter bridge kettle story engine window harbour pencil forest'.split(' ')

/** A text of about so many tokens, in which no sentence is like another, and which no other measurement begins with. */
async function textOf(tokens: number, seed: number, engine: EngineClient): Promise<string> {
  const sentence = (index: number) => {
    const word = (place: number) => words[(index * 7 + place * (seed + 3) + (index >> 3)) % words.length]
    return `${seed + 1}.${index}: the ${word(1)} and the ${word(2)} of the ${word(3)} are near the ${word(4)}.`
  }
  const sample = Array.from({ length: 40 }, (_, index) => sentence(index)).join(' ')
  const [sampleTokens = 1] = await engine.countTokens([sample])
  const count = Math.max(1, Math.round((tokens / sampleTokens) * 40))
  return `Continue this list: ${Array.from({ length: count }, (_, index) => sentence(index)).join(' ')}`
}
