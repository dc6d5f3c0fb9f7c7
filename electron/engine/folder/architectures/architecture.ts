import type { PlanConfig } from '../../../../native/index.js'
import type { FolderError } from '../folder-error.js'
import type { StoredTensor } from '../safetensors.js'

export type Json = Readonly<Record<string, unknown>>

/** A kind of model that the engine has a graph for. */
export interface Architecture {
  /** The name that people know, e.g. "Qwen 3". */
  readonly name: string
  /**
   * Reads what the graph needs from config.json, with mlx-lm's meaning of absent and null keys. Throws `config-value` or
   * `rope-unsupported`; the message names the key.
   */
  readonly parse: (config: Json) => PlanConfig
  /** Returns the refusal of weights that contradict the config and that the addon can't name as well, or undefined. */
  readonly refuse?: (config: Json, tensors: readonly StoredTensor[], layers: number) => FolderError | undefined
  /** Returns what has weights for Parley, as the object of "Download … instead.". `layers` is what the config says. */
  readonly suggestion: (layers: unknown) => string
}
