import type { GenerateEvent, GenerateRequest } from '../../../../contract/engine.js'
import type { EngineClient } from '../../engine/engine-client.js'

/** Passes everything on to an engine, and counts what its answers cost. */
export class CountedEngine implements EngineClient {
  readonly #engine: EngineClient
  readonly #startedAt = performance.now()
  #model = ''
  #answers = 0
  #promptTokens = 0
  #cachedTokens = 0
  #replyTokens = 0

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  /** `seconds` since the engine was given; `cachedTokens` are those of the prompts that were not computed again. */
  get stats() {
    return {
      model: this.#model,
      seconds: Math.round(performance.now() - this.#startedAt) / 1_000,
      answers: this.#answers,
      promptTokens: this.#promptTokens,
      cachedTokens: this.#cachedTokens,
      replyTokens: this.#replyTokens,
    }
  }

  get status() {
    return this.#engine.status
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    for await (const event of this.#engine.generate(request, signal)) {
      if (event.type === 'end') {
        this.#answers++
        this.#promptTokens += event.promptTokens
        this.#cachedTokens += event.cachedTokens
        this.#replyTokens += event.replyTokens
      }
      yield event
    }
  }

  async ready(signal: AbortSignal) {
    const model = await this.#engine.ready(signal)
    this.#model = model.name
    return model
  }

  onStatus: EngineClient['onStatus'] = (listener) => this.#engine.onStatus(listener)
  wake = () => this.#engine.wake()
  countTokens: EngineClient['countTokens'] = (texts) => this.#engine.countTokens(texts)
  countPrompt: EngineClient['countPrompt'] = (request) => this.#engine.countPrompt(request)
  answerNow = () => this.#engine.answerNow()
  weigh: EngineClient['weigh'] = (request, signal) => this.#engine.weigh(request, signal)
  showPrompt: EngineClient['showPrompt'] = (request) => this.#engine.showPrompt(request)
}
