import { setImmediate } from 'node:timers/promises'
import type { GenerateRequest } from '../../../contract/engine.js'
import type { EngineClient } from '../engine/engine-client.js'

/** More than the messages of the longest conversations, whose texts would else be counted again at each key. */
const maxEntries = 40_000
const maxAtOnce = 250

/** Caches the token counts of texts. The engine encodes a prompt piece by piece, so its pieces can be counted alone. */
export class TokenCounts {
  readonly #engine: EngineClient
  readonly #texts = new Map<string, number>()
  readonly #prompts = new Map<string, number>()
  #model = ''

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  /** Returns the counts in the order of the texts. */
  async countTexts(texts: readonly string[]): Promise<readonly number[]> {
    this.#clearAfterModelChange()
    const all: number[] = []
    // A long conversation in pieces: main looks each text up, copies the unknown ones to the engine process, and answers
    // others between.
    for (let from = 0; from < texts.length; from += maxAtOnce) {
      if (from > 0) await setImmediate()
      for (const count of await this.#countPiece(texts.slice(from, from + maxAtOnce))) all.push(count)
    }
    return all
  }

  async #countPiece(texts: readonly string[]): Promise<readonly number[]> {
    // What another call clears meanwhile stays known here.
    const known = new Map<string, number | undefined>(texts.map((text) => [text, this.#texts.get(text)]))
    const unknown = [...known.keys()].filter((text) => known.get(text) === undefined)
    const counts = unknown.length === 0 ? [] : await this.#engine.countTokens(unknown)
    if (this.#texts.size + unknown.length > maxEntries) this.#texts.clear()
    for (const [index, text] of unknown.entries()) {
      known.set(text, counts[index])
      this.#texts.set(text, counts[index] ?? 0)
    }
    return texts.map((text) => known.get(text) ?? 0)
  }

  /** Counts and caches a whole prompt. Use only for prompts that come often: without messages, or with empty ones. */
  async countPrompt(request: GenerateRequest): Promise<number> {
    this.#clearAfterModelChange()
    const key = JSON.stringify(request)
    const known = this.#prompts.get(key)
    if (known !== undefined) return known
    const count = await this.#engine.countPrompt(request)
    if (this.#prompts.size > maxEntries) this.#prompts.clear()
    this.#prompts.set(key, count)
    return count
  }

  #clearAfterModelChange(): void {
    const { status } = this.#engine
    const model = status.state === 'ready' ? status.model.name : this.#model
    if (model === this.#model) return
    this.#model = model
    this.#texts.clear()
    this.#prompts.clear()
  }
}
