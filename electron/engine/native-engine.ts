import { AppError, type ErrorCode } from '../../contract/errors.js'
import type { Addon, Binding, DecodeRequest, DecodeStatistics, NativeModel } from '../../native/index.js'
import { FolderError, isFolderFault } from './folder/folder-error.js'
import { preflight } from './folder/preflight.js'
import { admitModel } from './memory/admission.js'
import { availableMemory } from './memory/available-memory.js'

/**
 * Opens the addon at `path` (`parley_engine.node`). A folder reaches it only as the plan that `preflight` made.
 * Throws `engine-failed` when it can't be opened; all that it rejects with are AppErrors. A model that needs more memory
 * than there is rejects with `out-of-memory` before a byte of it is read.
 */
export function openAddon(path: string): Addon {
  const binding = openBinding(path)
  return {
    mlxVersion: binding.mlxVersion,
    deviceFacts: () => throwing(() => binding.deviceFacts()),
    wiredLimit: (weightBytes, facts) => throwing(() => binding.wiredLimit(weightBytes, facts)),
    inspect: async (folder, options) =>
      translating(async () => binding.inspect(await preflight(folder, options?.adapter), options)),
    load: (folder, options, onProgress) =>
      translating(async () => {
        const plan = await preflight(folder, options.adapter)
        admitModel(binding.inspect(plan, options), availableMemory(binding.deviceFacts()))
        return new CheckedModel(await binding.load(plan, options, onProgress))
      }),
  }
}

function openBinding(path: string): Binding {
  const module = { exports: {} }
  try {
    // Not `require`: bundlers follow it, and this works in both kinds of modules.
    process.dlopen(module, path)
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new AppError('engine-failed', `The engine can’t be opened: ${why}`, { cause })
  }
  return module.exports as Binding
}

/** A native model whose errors are AppErrors. */
class CheckedModel implements NativeModel {
  readonly #native: NativeModel
  readonly info: NativeModel['info']

  constructor(native: NativeModel) {
    this.#native = native
    this.info = native.info
  }

  get length(): number {
    return this.#native.length
  }

  get cacheBytes(): number {
    return this.#native.cacheBytes
  }

  get lastDecode(): DecodeStatistics | undefined {
    return this.#native.lastDecode
  }

  prefill(tokens: Int32Array): Promise<void> {
    return translating(() => this.#native.prefill(tokens))
  }

  decode(request: DecodeRequest, onTokens: (tokens: Int32Array, logprobs?: Float32Array) => void) {
    return translating(() => this.#native.decode(request, onTokens))
  }

  cancel(): void {
    this.#native.cancel()
  }

  truncate(length: number): Promise<void> {
    return translating(() => this.#native.truncate(length))
  }

  checkpoint(): Promise<void> {
    return translating(() => this.#native.checkpoint())
  }

  forget(length: number): Promise<void> {
    return translating(() => this.#native.forget(length))
  }

  fork(length: number): Promise<number> {
    return translating(() => this.#native.fork(length))
  }

  select(sequence: number): Promise<void> {
    return translating(() => this.#native.select(sequence))
  }

  drop(sequence: number): Promise<void> {
    return translating(() => this.#native.drop(sequence))
  }

  pretend(length: number): Promise<void> {
    return translating(() => this.#native.pretend(length))
  }

  logits(tokens: Int32Array): Promise<Float32Array> {
    return translating(() => this.#native.logits(tokens))
  }

  peakMemory(reset?: boolean): number {
    return this.#native.peakMemory(reset)
  }
}

async function translating<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw translated(error)
  }
}

function throwing<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw translated(error)
  }
}

/** The binding's errors carry a `code` of ours; `AppError` is what the rest tells apart. */
function translated(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) return error
  if ('reason' in error && isFolderFault(error.reason)) {
    return new FolderError(error.reason, error.message, { cause: error })
  }
  return new AppError(error.code as ErrorCode, error.message, { cause: error })
}
