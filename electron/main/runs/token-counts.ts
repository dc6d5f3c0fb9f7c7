import type { GenerateRequest } from '../../../contract/engine.js'
import type { EngineClient } from '../engine/engine-client.js'

const maxTexts = 5_000

/** Tokens of texts, each asked for once: a prompt is counted piece by piece, as it is encoded. */
export class TokenCounts {
  readonly #engine: EngineClient
  readonly #texts = new Map<string, number>()
  readonly #prompts = new Map<string, number>()
  #model = ''

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  /** In the order of the texts. */
  async of(texts: readonly string[]): Promise<readonly number[]> {
    this.#forgetOtherModel()
    const distinct = [...new Set(texts)]
    if (this.#texts.size + distinct.length > maxTexts) this.#texts.clear()
    const unknown = distinct.filter((text) => !this.#texts.has(text))
    if (unknown.length > 0) {
      const counts = await this.#engine.countTokens(unknown)
      for (const [index, text] of unknown.entries()) this.#texts.set(text, counts[index] ?? 0)
    }
    return texts.map((text) => this.#texts.get(text) ?? 0)
  }

  /** Of a whole prompt that is asked for again and again: one without messages, or with empty ones. */
  async ofPrompt(request: GenerateRequest): Promise<number> {
    this.#forgetOtherModel()
    const key = JSON.stringify(request)
    const known = this.#prompts.get(key)
    if (known !== undefined) return known
    const count = await this.#engine.countPrompt(request)
    if (this.#prompts.size > maxTexts) this.#prompts.clear()
    this.#prompts.set(key, count)
    return count
  }

  #forgetOtherModel(): void {
    const { status } = this.#engine
    const model = status.state === 'ready' ? status.model.name : this.#model
    if (model === this.#model) return
    this.#model = model
    this.#texts.clear()
    this.#prompts.clear()
  }
}
