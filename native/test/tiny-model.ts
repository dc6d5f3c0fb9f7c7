import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openAddon } from '../../electron/engine/native-engine.js'
import type { Addon, LoadOptions, ModelInfo, NativeModel } from '../index.js'

const root = new URL('../../', import.meta.url)

export const tinyModel = fileURLToPath(new URL('native/tiny-model/model', root))

/** Path of the addon under test: `PARLEY_NATIVE`, or the default of the build. */
export function addonPath(): string {
  const path = process.env.PARLEY_NATIVE ?? fileURLToPath(new URL('out/native/parley_engine.node', root))
  if (!existsSync(path)) throw new Error('The addon is not built: `npm test` builds it.')
  return path
}

let addon: Addon | undefined

export function testAddon(): Addon {
  addon ??= openAddon(addonPath())
  return addon
}

export async function inspectModel(folder: string, options?: LoadOptions): Promise<ModelInfo> {
  return (await testAddon().check(folder, options)).info
}

export async function loadModel(
  folder: string,
  options: LoadOptions = {},
  onProgress: (done: number, total: number) => void = () => {},
): Promise<NativeModel> {
  const checked = await testAddon().check(folder, options)
  return (await checked.load(onProgress)).model
}

export const loadTiny = (options?: LoadOptions): Promise<NativeModel> => loadModel(tinyModel, options)

/** Ids that do not repeat early, below the special tokens. */
export function someTokens(count: number, seed = 1): number[] {
  return Array.from({ length: count }, (_, i) => (i * 379 + seed * 7919) % 3000)
}

interface Reading {
  readonly chunk?: number
  /** Number of tokens that are already in the cache. */
  readonly from?: number
}

/** Prefills all tokens except the last and returns the logits after the last. */
export async function readPrompt(
  model: NativeModel,
  tokens: readonly number[],
  { chunk = 64, from = 0 }: Reading = {},
): Promise<Float32Array> {
  const last = tokens.length - 1
  for (let done = from; done < last; done += chunk) {
    await model.prefill(Int32Array.from(tokens.slice(done, Math.min(done + chunk, last))))
  }
  return model.logits(Int32Array.of(tokens[last] ?? 0))
}

export async function decodeAll(
  model: NativeModel,
  request: Partial<Parameters<NativeModel['decode']>[0]> & { readonly lastToken: number; readonly maxTokens: number },
) {
  const tokens: number[] = []
  const logprobs: number[] = []
  const end = await model.decode({ temperature: 0, topP: 1, seed: 0, stopTokens: [], ...request }, (batch, beside) => {
    tokens.push(...batch)
    if (beside) logprobs.push(...beside)
  })
  return { tokens, logprobs, end }
}

export function argmax(row: ArrayLike<number>): number {
  let best = 0
  for (let i = 1; i < row.length; i++) if ((row[i] ?? 0) > (row[best] ?? 0)) best = i
  return best
}

export function spread(row: Float32Array): number {
  return Math.max(...row) - Math.min(...row)
}

/** The largest difference between two rows, as a share of the first row's spread. */
export function distance(a: Float32Array, b: Float32Array): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs((a[i] ?? 0) - (b[i] ?? 0)))
  return largest / spread(a)
}
