import type { Effort } from './engine.js'
import type { ErrorCode } from './errors.js'

/** Facts about the loaded model that windows show. */
export interface Model {
  /** Id of the `KnownModel`. */
  readonly id: string
  /** "Parley Demo (tiny)", "gpt-oss-20b-MXFP4-Q4" … */
  readonly name: string
  /** The demonstration model that ships with the app; the interface always names it so. */
  readonly isDemo: boolean
  /** Tokens. */
  readonly contextLength: number
  /** Tokens that the model supports; present when memory limits `contextLength` to fewer. */
  readonly maxContextLength?: number
  readonly weightBytes: number
  /** The efforts that change a reply: none if it has no reasoning to choose, `low` and `medium` if it can only think or not. */
  readonly efforts: readonly Effort[]
}

/** Apps whose folders of models are found by themselves. Parley uses these models in place and never writes there. */
export const modelOrigins = { 'hugging-face': 'Hugging Face', 'lm-studio': 'LM Studio' } as const

export type ModelOrigin = keyof typeof modelOrigins

/** A model that can be chosen. */
export interface KnownModel {
  readonly id: string
  readonly name: string
  readonly isDemo: boolean
  /** Size of the weights on disk; absent until the folder is inspected. */
  readonly weightBytes?: number
  /** Like `Model.efforts`; absent until the folder is inspected or loaded. */
  readonly efforts?: readonly Effort[]
  /** Its folder is missing: moved, or on a disk that is not connected. */
  readonly isMissing: boolean
  /** The name of that disk. */
  readonly missingDisk?: string
  /** Its files have changed since it was loaded. */
  readonly isChanged?: boolean
  /** The user added it and can remove it from the list. */
  readonly isAdded: boolean
  /** A LoRA adapter changes it. The same model without it is another one. */
  readonly isAdapted?: boolean
  /** Parley has downloaded it: removing it moves its folder into the Trash. */
  readonly isOwn?: boolean
  /** The app that owns its folder. */
  readonly origin?: ModelOrigin
  /** Why it can't be chosen: its folder is incomplete, or has been changed. A sentence for the user. */
  readonly fault?: string
}

/** A model that Parley offers to download, and whether it fits this computer. */
export interface OfferedModel {
  readonly id: string
  readonly name: string
  /** On the Hugging Face hub, e.g. "mlx-community/gpt-oss-20b-MXFP4-Q4". */
  readonly repository: string
  readonly goodAt: string
  readonly licence: string
  readonly weightBytes: number
  readonly fits: boolean
  /** Names in numbers what the model needs and what this computer can give. */
  readonly reason: string
  /** The model that suits this computer best. */
  readonly isSuggested: boolean
}

/** How fast a model was with a prompt of some length, in tokens a second. */
export interface SpeedAt {
  /** Of the prompt. */
  readonly contextTokens: number
  /** Of the prompt, up to the first token of the reply. */
  readonly readPerSecond: number
  /** Of the reply; `null` if it was too short. */
  readonly writtenPerSecond: number | null
  /** What the memory bandwidth of the computer allows at most; `null` if that is not known. */
  readonly boundPerSecond: number | null
}

export interface ModelSpeed {
  /** In milliseconds since 1970. */
  readonly measuredAt: number
  /** With a short prompt and with a long one, as far as the context allows. */
  readonly speeds: readonly SpeedAt[]
}

/** The models that Parley knows, and which of them is in use. */
export interface ModelChoice {
  readonly models: readonly KnownModel[]
  /** Makes the replies that are requested from now on. */
  readonly chosenId: string
  /** The model in the engine. Differs from the chosen one until the replies that were requested before are done. */
  readonly loadedId: string
}

/** Why Parley unloaded a model by itself: it was not used for a while, or the computer ran short of memory. */
export type UnloadReason = 'idle' | 'memory'

export type EngineStatus =
  | { readonly state: 'starting' }
  | { readonly state: 'loading'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly state: 'ready'; readonly model: Model }
  /** The engine died and restarts automatically. */
  | { readonly state: 'restarting'; readonly message: string }
  /** Without a reason, the user unloaded the model or cancelled its load. Loading it or sending a message loads it again. */
  | { readonly state: 'unloaded'; readonly reason?: UnloadReason }
  /** No engine runs until the user does what `message` says. */
  | { readonly state: 'failed'; readonly code: ErrorCode; readonly message: string }
