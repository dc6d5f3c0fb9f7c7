import type { ShownPrompt } from '../../../contract/context.js'
import type { EngineStreams, GenerateEvent, GenerateRequest, WeighEvent } from '../../../contract/engine.js'
import type { EngineStatus, Model } from '../../../contract/models.js'

/** The engine for the rest of main. `engine-host.ts` keeps its process alive. */
export interface EngineClient {
  readonly status: EngineStatus
  onStatus(listener: (status: EngineStatus) => void): () => void
  /**
   * Resolves when a model is loaded; waits for the user to load one if none is. Rejects when the engine has failed for
   * good, or with the signal's reason.
   */
  ready(signal: AbortSignal): Promise<Model>
  /** Loads the model if the user unloaded it, or if its folder was missing and may be back. */
  wake(): void
  /**
   * One generation. Acquire a turn of the `EngineQueue` first. Aborting the signal ends it with an `end` event, unless
   * the engine takes too long for that. Throws `AppError`: `engine-gone` when the process died, `context-full` when the
   * prompt does not fit.
   */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>
  /** Reads a prompt and a text that follows it. Acquire a turn first. Aborting ends it. Throws like `generate`. */
  weigh(request: EngineStreams['weigh']['request'], signal: AbortSignal): AsyncIterable<WeighEvent>
  countTokens(texts: readonly string[]): Promise<readonly number[]>
  countPrompt(request: GenerateRequest): Promise<number>
  /** Ends the reasoning of the newest generation. */
  answerNow(): Promise<void>
  showPrompt(request: GenerateRequest): Promise<ShownPrompt>
}
