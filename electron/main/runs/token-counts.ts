import type { GenerateRequest } from '../../../contract/engine.js'
import type { EngineClient } from '../engine/engine-client.js'

/** More than the messages of the longest conversations, whose texts would else be counted again at each key. */
const maxEntries = 40_000
const maxAtOnce = 500

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
    const distinct = [...new Set(texts)]
    if (this.#texts.size + distinct.length > maxEntries) this.#texts.clear()
    const unknown = distinct.filter((text) => !this.#texts.has(text))
    // A long conversation in pieces: main copies them to the engine process, and answers others between.
    for (let from = 0; from < unknown.length; from += maxAtOnce) {
      const piece = unknown.slice(from, from + maxAtOnce)
      const counts = await this.#engine.countTokens(piece)
      for (const [index, text] of piece.entries()) this.#texts.set(text, counts[index] ?? 0)
    }
    return texts.map((text) => this.#texts.get(text) ?? 0)
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
