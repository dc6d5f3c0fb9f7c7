import type { ErrorCode } from './errors.js'

/** The model that suits this computer. */
export interface SuggestedModel {
  /** "owner/name" on Hugging Face. */
  readonly repository: string
  readonly name: string
  /** Of its weights, nearly the whole download. */
  readonly bytes: number
  /** What it is good at. */
  readonly goodAt: string
}

/** What a repository would bring, before its download. */
export interface LookedUpModel {
  /** Its present name on the hub. */
  readonly repository: string
  readonly name: string
  /** Of the whole download. */
  readonly bytes: number
  readonly fits: boolean
  /** Names in numbers what the model needs and what this computer can give. */
  readonly reason: string
}

export type DownloadState =
  | { readonly state: 'queued' }
  /** Asks what the repository has, and reads what is on the disk already. */
  | { readonly state: 'checking' }
  | { readonly state: 'running' }
  /** Tries again by itself. `until` in milliseconds since 1970. */
  | { readonly state: 'waiting'; readonly reason: string; readonly until: number }
  | { readonly state: 'paused' }
  | { readonly state: 'failed'; readonly code: ErrorCode; readonly message: string }
  /** The model is in the list of models. */
  | { readonly state: 'done'; readonly modelId: string }

export interface ModelDownload {
  readonly id: string
  readonly repository: string
  readonly name: string
  readonly doneBytes: number
  /** 0 until it is known. */
  readonly totalBytes: number
  /** 0 until it is known. */
  readonly bytesPerSecond: number
  readonly status: DownloadState
}

/** Everything about downloads that windows show. */
export interface Downloads {
  /** In the order in which they run, one at a time. */
  readonly downloads: readonly ModelDownload[]
  /** Bytes a second; `null`: none. */
  readonly speedLimit: number | null
  /** Bytes a second of the last download without a limit; `null` before the first. */
  readonly lineSpeed: number | null
  /** Where new downloads go, to be shown. */
  readonly folder: string
  /** A token of Hugging Face: none, kept until the app quits, or kept in the system's keychain. */
  readonly token: 'none' | 'session' | 'kept'
}

/** "gpt-oss-20b-MXFP4-Q4" of "mlx-community/gpt-oss-20b-MXFP4-Q4". */
export const nameOfRepository = (repository: string) => repository.slice(repository.indexOf('/') + 1)
