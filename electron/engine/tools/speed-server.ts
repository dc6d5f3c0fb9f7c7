/**
 * Parley's side of `npm run bench -- engine`: one JSON request a line on stdin, one JSON answer a line on stdout, for
 * as long as stdin is open. What it measures is what the app does: the same chunks, the same prompt cache.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { PromptMessage } from '../../../contract/engine.js'
import type { DecodeRequest, NativeModel } from '../../../native/index.js'
import { type HarmonyIds, harmonyIds } from '../harmony/markers.js'
import { encodePrompt, renderPrompt } from '../harmony/render.js'
import { nextChunk } from '../memory/chunks.js'
import { PromptCache } from '../memory/prompt-cache.js'
import { openAddon } from '../native-engine.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { touchedCacheBytes, touchedWeightBytes } from './touched-bytes.js'

/** Enough for the conversation that is measured. */
const budgetBytes = 2 ** 30

const sentence = 'The ferry leaves the harbour at seven and comes back before the evening tide.'

interface LoadRequest {
  readonly do: 'load'
  readonly folder: string
  /** For each of them the bytes are told that decoding a token touches. */
  readonly contexts: readonly number[]
}

type MeasureRequest =
  /** Read `tokens`, after which the context has `context` of them. */
  | { readonly do: 'read'; readonly context: number; readonly tokens: readonly number[] }
  /** Decode `count` tokens after a context of `context`. The time is that from the first of them to the last. */
  | { readonly do: 'decode'; readonly context: number; readonly token: number; readonly count: number }
  /** Answer a prompt with `count` tokens, by way of the prompt cache. */
  | { readonly do: 'reply'; readonly prompt: readonly number[]; readonly count: number }
  /** Empty the prompt cache. */
  | { readonly do: 'forget' }
  /** The prompt of a conversation of about `promptTokens`, and its next one, a turn later. */
  | { readonly do: 'conversation'; readonly promptTokens: number }
  | { readonly do: 'memory'; readonly reset: boolean }

type RequestOf<Name extends MeasureRequest['do']> = Extract<MeasureRequest, { readonly do: Name }>

/** A loaded model, measured. */
class Subject {
  readonly #model: NativeModel
  readonly #cache: PromptCache
  readonly #tokenizer: Tokenizer
  readonly #ids: HarmonyIds

  constructor(model: NativeModel, tokenizer: Tokenizer) {
    this.#model = model
    this.#tokenizer = tokenizer
    this.#ids = harmonyIds((name) => tokenizer.specialId(name))
    this.#cache = new PromptCache(model, { budgetBytes, messageEnd: this.#ids['<|end|>'] })
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

  async #conversation({ promptTokens }: RequestOf<'conversation'>) {
    const count = Math.max(1, Math.round(promptTokens / (await this.#tokenizer.count(sentence))))
    const first: PromptMessage[] = [{ role: 'user', text: Array.from({ length: count }, () => sentence).join(' ') }]
    const second: PromptMessage[] = [...first, { role: 'assistant', text: sentence }, { role: 'user', text: sentence }]
    return { first: await this.#encode(first), second: await this.#encode(second) }
  }

  #encode(messages: readonly PromptMessage[]): Promise<number[]> {
    const segments = renderPrompt({ messages, effort: 'medium', date: '2026-01-01' })
    return encodePrompt(segments, this.#ids, (text, limit) => this.#tokenizer.encode(text, limit))
  }
}

async function load({ folder, contexts }: LoadRequest) {
  const addon = openAddon(process.env.PARLEY_NATIVE ?? '')
  const { plan, load } = await addon.check(folder)
  const { model } = await load(() => {})
  const { device, quantization, vocabSize, weightBytes, residentBytes, weights } = model.info
  const touched = touchedWeightBytes(plan.tensors, plan.config)
  const answer = {
    mlxVersion: addon.mlxVersion,
    device,
    quantization,
    vocabSize,
    weightBytes,
    residentBytes,
    weights,
    touchedBytes: contexts.map((context) => touched + touchedCacheBytes(plan.config, context)),
  }
  return { subject: new Subject(model, await Tokenizer.open(folder)), answer }
}

/** Linux tells `resourceUsage` of the parent's memory too, macOS has no /proc. */
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
