import type { DocumentPage } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineClient } from '../engine/engine-client.js'
import { rejectOnAbort } from './reject-on-abort.js'
import { PassageText } from './summary/plan.js'

/** Passages that the engine counts at once. */
const passagesAtOnce = 64

/** Counts the tokens of whole documents, each once for a model. */
export class DocumentTokens {
  readonly #engine: EngineClient
  readonly #pages: (id: string) => Promise<readonly DocumentPage[]>
  #model = ''
  readonly #counts = new Map<string, Promise<number>>()
  readonly #known = new Map<string, number>()
  readonly #stopping = new AbortController()

  /** @param pages the text of a document that is read */
  constructor(engine: EngineClient, pages: (id: string) => Promise<readonly DocumentPage[]>) {
    this.#engine = engine
    this.#pages = pages
  }

  /** The tokens with the passages' markers, for the loaded model; undefined until they are counted. */
  known(id: string): number | undefined {
    this.#forgetAfterModelChange()
    return this.#known.get(id)
  }

  /** Counts a document unless it is counted. Rejects when the engine dies. */
  count(id: string): Promise<number> {
    this.#forgetAfterModelChange()
    const counting = this.#counts.get(id) ?? this.#count(id)
    this.#counts.set(id, counting)
    return counting
  }

  /** Ends all counts, which reject; call when the app quits. */
  stop(): void {
    this.#stopping.abort(new AppError('interrupted', 'Parley is closing.'))
  }

  /** Its text is another one. */
  forget(id: string): void {
    this.#counts.delete(id)
    this.#known.delete(id)
  }

  async #count(id: string): Promise<number> {
    const model = this.#model
    try {
      const text = new PassageText(await this.#pages(id))
      const blocks = text.pieces().map((piece) => text.block(piece))
      let sum = 0
      for (let from = 0; from < blocks.length; from += passagesAtOnce) {
        const counting = this.#engine.countTokens(blocks.slice(from, from + passagesAtOnce))
        const counts = await rejectOnAbort(counting, this.#stopping.signal)
        sum += counts.reduce((all, count) => all + count + 1, 0)
      }
      if (this.#model === model && this.#counts.has(id)) this.#known.set(id, sum)
      return sum
    } catch (error) {
      this.#counts.delete(id)
      throw error
    }
  }

  #forgetAfterModelChange(): void {
    const { status } = this.#engine
    const model = status.state === 'ready' ? status.model.id : this.#model
    if (model === this.#model) return
    this.#model = model
    this.#counts.clear()
    this.#known.clear()
  }
}
