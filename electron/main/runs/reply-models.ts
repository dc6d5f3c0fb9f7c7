import type { ModelName } from '../../../contract/chat.js'

/** The models as `Replies` needs them. */
export interface ReplyModels {
  /** The model of new conversations. */
  readonly chosen: ModelName
  find(id: string): ModelName | undefined
  /** Whether it is still known at the next start. Conversations do not remember another one. */
  isStored(id: string): boolean
  /** Makes this the model of new conversations, and loads it. Throws `not-found`, `model-…`, `disk-full`. */
  choose(id: string): void
  /** Replies that are requested from now on are made with this model. Throws `not-found`, `model-incomplete`. */
  use(id: string): void
  /** Loads it at once, for the holder of the engine's turn. Throws `not-found`, `model-incomplete`. */
  loadInTurn(id: string): void
}
