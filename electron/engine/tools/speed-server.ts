/**
 * Parley's side of `npm run bench -- engine`: reads one JSON request per line from stdin and writes one JSON answer per
 * line to stdout, until stdin closes. Measures the app's own path: the same chunks, the same prompt cache.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { DecodeRequest, NativeModel } from '../../../native/index.js'
import { nextChunk } from '../../memory/chunks.js'
import { PromptCache } from '../memory/prompt-cache.js'
import { touchedCacheBytes, touchedWeightBytes } from '../memory/touched-bytes.js'
import { openAddon } from '../native-engine.js'

/** Enough for the measured conversation. */
const budgetBytes = 2 ** 30

// A conversation's shape: a system message, a question, and later a reply with the next question.
const systemTokens = 64
const turnTokens = 24
const replyOpening = [1]

interface LoadRequest {
  readonly do: 'load'
  readonly folder: string
  /** Context lengths for which to return the bytes that decoding a token reads. */
  readonly contexts: readonly number[]
}

type MeasureRequest =
  /** Reads `tokens` at the end of a context of `context` tokens. */
  | { readonly do: 'read'; readonly context: number; readonly tokens: readonly number[] }
  /** Decodes `count` tokens after `context` tokens. The time is from the first to the last of them. */
  | { readonly do: 'decode'; readonly context: number; readonly token: number; readonly count: number }
  /** Replies to a prompt with `count` tokens, using the prompt cache. */
  | { readonly do: 'reply'; readonly prompt: readonly number[]; readonly count: number }
  /** Empties the prompt cache. */
  | { readonly do: 'forget' }
  /** Returns a prompt with a message of `promptTokens` tokens, and the prompt of the next turn. */
  | { readonly do: 'conversation'; readonly promptTokens: number }
  | { readonly do: 'memory'; readonly reset: boolean }

type RequestOf<Name extends MeasureRequest['do']> = Extract<MeasureRequest, { readonly do: Name }>

/** The loaded model that is measured. */
class Subject {
  readonly #model: NativeModel
  readonly #cache: PromptCache
  /** Any id that no message contains. */
  readonly #messageEnd: number

  constructor(model: NativeModel) {
    this.#model = model
    this.#messageEnd = model.info.vocabSize - 1
    this.#cache = new PromptCache(model, { budgetBytes, messageEnd: this.#messageEnd })
  }

  async answer(request: MeasureRequest): Promise<object> {
    switch (request.do) {
      case 'read':
        return this.#read(request)
      case 'decode':
        return this.#decode(request)
      case 'reply':
        return this.#reply(request)
      case 'forget':
        await this.#cache.shrinkTo(0)
        return {}
      case 'conversation':
        return this.#conversation(request)
      case 'memory':
        return {
          mlxBytes: this.#model.peakMemory(request.reset),
          processBytes: maxResidentBytes(),
        }
    }
  }

  async #read({ context, tokens }: RequestOf<'read'>) {
    await this.#model.pretend(context - tokens.length)
    const startedAt = performance.now()
    for (let done = 0; done < tokens.length; ) {
      const { end } = nextChunk(tokens, done, tokens.length, this.#cache.rules)
      await this.#model.prefill(Int32Array.from(tokens.slice(done, end)))
      done = end
    }
    return { seconds: secondsSince(startedAt), tokens: tokens.length }
  }

  async #decode({ context, token, count }: RequestOf<'decode'>) {
    await this.#model.pretend(context)
    const startedAt = performance.now()
    let firstAt = startedAt
    await this.#model.decode(greedy(token, count), () => {
      if (firstAt === startedAt) firstAt = performance.now()
    })
    const { tokens = 0, buildSeconds = 0, submitSeconds = 0, waitSeconds = 0 } = this.#model.lastDecode ?? {}
    const deliverySeconds = secondsSince(startedAt) - buildSeconds - submitSeconds - waitSeconds
    return { seconds: secondsSince(firstAt), tokens: tokens - 1, own: { tokens, buildSeconds, deliverySeconds } }
  }

  async #reply({ prompt, count }: RequestOf<'reply'>) {
    const startedAt = performance.now()
    const cachedTokens = await this.#cache.begin(prompt)
    for (let done = cachedTokens; done < prompt.length - 1; ) done = await this.#cache.read(prompt, done)
    let firstTokenSeconds: number | undefined
    await this.#cache.decode(greedy(prompt.at(-1) ?? 0, count), () => {
      firstTokenSeconds ??= secondsSince(startedAt)
    })
    await this.#cache.end()
    return { firstTokenSeconds, cachedTokens }
  }

  #conversation({ promptTokens }: RequestOf<'conversation'>) {
    const message = (count: number) => [...someTokens(count), this.#messageEnd]
    const first = [...message(systemTokens), ...message(promptTokens), ...replyOpening]
    return { first, second: [...first, ...message(turnTokens), ...message(turnTokens), ...replyOpening] }
  }
}

/** Ids that do not repeat early. What they mean does not matter for the speed. */
function someTokens(count: number): number[] {
  return Array.from({ length: count }, (_, index) => 2 + ((index * 7919) % 997))
}

async function load({ folder, contexts }: LoadRequest) {
  const addon = openAddon(process.env.PARLEY_NATIVE ?? '')
  const { plan, load } = await addon.check(folder)
  const { model } = await load(() => {})
  const { device, quantization, vocabSize, contextLength, weightBytes, residentBytes, weights } = model.info
  const touched = touchedWeightBytes(plan.tensors, plan.config)
  const answer = {
    mlxVersion: addon.mlxVersion,
    device,
    quantization,
    vocabSize,
    contextLength,
    weightBytes,
    residentBytes,
    weights,
    touchedBytes: contexts.map((context) => touched + touchedCacheBytes(plan.config, context)),
  }
  return { subject: new Subject(model), answer }
}

/** On Linux `resourceUsage` includes the parent's memory, and macOS has no /proc. */
function maxResidentBytes(): number {
  if (process.platform === 'darwin') return process.resourceUsage().maxRSS * 1024
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}

function greedy(lastToken: number, maxTokens: number): DecodeRequest {
  return { lastToken, maxTokens, stopTokens: [], temperature: 0, topP: 1, seed: 0 }
}

const secondsSince = (startedAt: number) => (performance.now() - startedAt) / 1000

async function main(): Promise<void> {
  let subject: Subject | undefined
  const answerTo = async (request: LoadRequest | MeasureRequest) => {
    if (request.do !== 'load') return subject?.answer(request)
    const loaded = await load(request)
    subject = loaded.subject
    return loaded.answer
  }
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await answerTo(JSON.parse(line)).catch((error: unknown) => ({ error: String(error) }))
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
}

void main()
