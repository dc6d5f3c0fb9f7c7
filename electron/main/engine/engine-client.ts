import type { ShownPrompt } from '../../../contract/context.js'
import type { GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import type { EngineStatus, Model } from '../../../contract/models.js'

/** The engine as the rest of main sees it; `engine-host.ts` keeps the process behind it alive. */
export interface EngineClient {
  readonly status: EngineStatus
  onStatus(listener: (status: EngineStatus) => void): () => void
  /** Resolves when a model is loaded, also one that the user has to load first; rejects when the engine has failed for good, or with the signal's reason. */
  ready(signal: AbortSignal): Promise<Model>
  /** What was just asked for needs the model: loads it after the user unloaded it, or when its folder may be back. */
  wake(): void
  /**
   * One generation. Take a turn of the `EngineQueue` first. Aborting the signal ends it: with an `end` event, unless the
   * engine takes too long for that. Throws `AppError`: `engine-gone` when the process died, `context-full` when the prompt does not fit.
   */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>
  countTokens(texts: readonly string[]): Promise<readonly number[]>
  countPrompt(request: GenerateRequest): Promise<number>
  /** Ends the thinking of the generation that was begun last. */
  answerNow(): Promise<void>
  showPrompt(request: GenerateRequest): Promise<ShownPrompt>
}
