import type { ErrorCode } from './errors.js'

/** What windows show of the loaded model. */
export interface Model {
  /** Of the `KnownModel`. */
  readonly id: string
  /** "Parley Demo (tiny)", "gpt-oss-20b-MXFP4-Q4" … */
  readonly name: string
  /** The demonstration model that ships with the app: the interface says so wherever it is in use. */
  readonly isDemo: boolean
  /** Tokens. */
  readonly contextLength: number
  /** What the model could read with more memory, where that is more. */
  readonly maxContextLength?: number
  readonly weightBytes: number
}

/** A model that can be chosen. */
export interface KnownModel {
  readonly id: string
  readonly name: string
  readonly isDemo: boolean
  /** Of the weights on disk; absent until the folder was looked into. */
  readonly weightBytes?: number
  /** Its folder is not there: moved, or on a disk that is not connected. */
  readonly isMissing: boolean
  /** The user added it, and may take it off the list. */
  readonly isAdded: boolean
}

/** The models that Parley knows, and which of them answers. */
export interface ModelChoice {
  readonly models: readonly KnownModel[]
  /** Answers what is asked from now on. */
  readonly chosenId: string
  /** In the engine; another one than the chosen as long as replies that were asked before are being made with it. */
  readonly loadedId: string
}

export type EngineStatus =
  | { readonly state: 'starting' }
  | { readonly state: 'loading'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly state: 'ready'; readonly model: Model }
  /** The engine died and is being started again by itself. */
  | { readonly state: 'restarting'; readonly message: string }
  /** The user unloaded the model or gave up its load. Loading it, or a new message, brings it back. */
  | { readonly state: 'unloaded' }
  /** No engine until the user does what `message` says. */
  | { readonly state: 'failed'; readonly code: ErrorCode; readonly message: string }
