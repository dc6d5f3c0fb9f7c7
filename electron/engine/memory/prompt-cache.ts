import type { DecodeEnd, DecodeRequest, NativeModel } from '../../../native/index.js'
import { type Checkpoint, findLeastUseful, findSuperfluous } from '../../memory/checkpoints.js'
import { type ChunkRules, chunkRules, nextChunk } from '../../memory/chunks.js'
import { commonLength } from './common-length.js'

export interface CacheOptions {
  /** Bytes that the cache may hold between two runs. */
  readonly budgetBytes: number
  /** The id that ends a message, if known. */
  readonly messageEnd?: number | undefined
}

/** The part of a native sequence that another prompt can reuse: the tokens before its last checkpoint. */
interface CachedSequence {
  readonly sequence: number
  prompt: readonly number[]
  checkpoints: readonly Checkpoint[]
  /** Number of the last run that used it. */
  lastRun: number
}

/**
 * The model's cache of earlier prompts, for several conversations. A prompt resumes from the last boundary (see
 * `ChunkRules`) that it shares with one of them. The result is the same, bit for bit, as reading it from its beginning;
 * decoded tokens are never reused. One run at a time: `begin`, `read` up to the last token but one, `decode`, `end`.
 * If a call fails, the sequence of the run is forgotten; the caller must still call `end`.
 */
export class PromptCache {
  readonly rules: ChunkRules
  readonly #native: NativeModel
  readonly #budgetBytes: number
  readonly #sequences: CachedSequence[]
  #selected: CachedSequence = { sequence: 0, prompt: [], checkpoints: [], lastRun: 0 }
  #run = 0

  constructor(native: NativeModel, { budgetBytes, messageEnd }: CacheOptions) {
    this.#native = native
    this.#budgetBytes = budgetBytes
    this.#sequences = [this.#selected]
    this.rules = chunkRules(native.info.device, messageEnd)
  }

  /** Selects the cached beginning of `prompt`. Returns its length in tokens. */
  async begin(prompt: readonly number[]): Promise<number> {
    this.#run++
    const { cached, boundary } = this.#findBest(prompt)
    if (boundary === 0) await this.#startEmpty()
    else if (this.#isWorthKeeping(cached, boundary)) await this.#fork(cached, boundary)
    else await this.#cut(cached, boundary)
    this.#selected.lastRun = this.#run
    return boundary
  }

  /**
   * Reads the chunk of `prompt` after `start`, which `begin` or the last `read` returned. Returns its end.
   * Never reads the last token of a prompt: decoding starts from it.
   */
  async read(prompt: readonly number[], start: number): Promise<number> {
    const { end, isBoundary, isMessageEnd } = nextChunk(prompt, start, prompt.length - 1, this.rules)
    await this.append(prompt.slice(start, end))
    if (!isBoundary) return end
    await this.#forgetOnFailure(this.#native.checkpoint())
    const cached = this.#selected
    cached.prompt = prompt
    cached.checkpoints = [...cached.checkpoints, { at: end, isMessageEnd }]
    await this.#forget(cached, findSuperfluous(cached.checkpoints, this.#native.info.slidingWindow))
    await this.dropOthers(this.#budgetBytes)
    return end
  }

  /** Reads tokens that no later run may reuse. */
  async append(tokens: readonly number[]): Promise<void> {
    await this.#forgetOnFailure(this.#native.prefill(Int32Array.from(tokens)))
  }

  /** Reads tokens that no later run may reuse, and returns how likely each of `targets` follows. */
  async score(tokens: readonly number[], targets: readonly number[]): Promise<Float32Array> {
    return this.#forgetOnFailure(this.#native.score(Int32Array.from(tokens), Int32Array.from(targets)))
  }

  async decode(request: DecodeRequest, onTokens: Parameters<NativeModel['decode']>[1]): Promise<DecodeEnd> {
    return this.#forgetOnFailure(this.#native.decode(request, onTokens))
  }

  /** Ends a run: shrinks the cache to the budget. */
  async end(): Promise<void> {
    await this.shrinkTo(this.#budgetBytes)
  }

  /** Frees memory until the cache takes at most `bytes`. Call it only between runs. */
  async shrinkTo(bytes: number): Promise<void> {
    await this.dropOthers(bytes)
    const cached = this.#selected
    while (this.#native.cacheBytes > bytes) {
      const checkpoint = findLeastUseful(cached.checkpoints)
      if (!checkpoint) break
      await this.#forget(cached, [checkpoint])
    }
    if (this.#native.cacheBytes > bytes) await this.#clear(cached)
  }

  /** Returns the sequence with the longest reusable beginning of the prompt; of two, the one that loses fewer tokens. */
  #findBest(prompt: readonly number[]): { readonly cached: CachedSequence; readonly boundary: number } {
    let best = { cached: this.#selected, boundary: 0 }
    for (const cached of this.#sequences) {
      const common = commonLength(cached.prompt, prompt, prompt.length - 1)
      const boundary = cached.checkpoints.findLast(({ at }) => at <= common)?.at ?? 0
      const isBetter =
        boundary > best.boundary || (boundary === best.boundary && lengthOf(cached) < lengthOf(best.cached))
      if (isBetter) best = { cached, boundary }
    }
    return best
  }

  /**
   * True if the tokens after `boundary` belong to another conversation or branch, are worth more than the memory for a
   * copy of the tokens before it, and both copies fit into the budget.
   */
  #isWorthKeeping(cached: CachedSequence, boundary: number): boolean {
    const rest = lengthOf(cached) - boundary
    if (rest <= Math.max(this.rules.minTokens, boundary / 4)) return false
    return 2 * boundary * this.#native.info.cacheBytesPerToken <= this.#budgetBytes
  }

  async #startEmpty(): Promise<void> {
    const empty = this.#sequences.find(({ checkpoints }) => checkpoints.length === 0)
    if (!empty) return this.#fork(this.#selected, 0)
    await this.#select(empty)
    await this.#clear(empty)
  }

  async #fork(cached: CachedSequence, boundary: number): Promise<void> {
    await this.#select(cached)
    const sequence = await this.#forgetOnFailure(this.#native.fork(boundary))
    const checkpoints = cached.checkpoints.filter(({ at }) => at <= boundary)
    this.#selected = { sequence, prompt: cached.prompt, checkpoints, lastRun: this.#run }
    this.#sequences.push(this.#selected)
    await this.dropOthers(this.#budgetBytes)
  }

  async #cut(cached: CachedSequence, boundary: number): Promise<void> {
    await this.#select(cached)
    await this.#forgetOnFailure(this.#native.truncate(boundary))
    cached.checkpoints = cached.checkpoints.filter(({ at }) => at <= boundary)
  }

  async #select(cached: CachedSequence): Promise<void> {
    if (cached === this.#selected) return
    await this.#native.select(cached.sequence)
    this.#selected = cached
  }

  async #clear(cached: CachedSequence): Promise<void> {
    cached.checkpoints = []
    await this.#native.truncate(0)
  }

  async #forget(cached: CachedSequence, checkpoints: readonly Checkpoint[]): Promise<void> {
    if (checkpoints.length === 0) return
    for (const { at } of checkpoints) await this.#native.forget(at)
    cached.checkpoints = cached.checkpoints.filter((checkpoint) => !checkpoints.includes(checkpoint))
  }

  /** Drops the sequences that were used longest ago, except the selected one, until the cache takes at most `bytes`. */
  async dropOthers(bytes: number): Promise<void> {
    while (this.#native.cacheBytes > bytes && this.#sequences.length > 1) {
      const others = this.#sequences.filter((cached) => cached !== this.#selected)
      const oldest = others.reduce((a, b) => (b.lastRun < a.lastRun ? b : a))
      this.#sequences.splice(this.#sequences.indexOf(oldest), 1)
      await this.#native.drop(oldest.sequence)
    }
  }

  /** A failed native call leaves the selected sequence in an unknown state, so it must not be reused. */
  async #forgetOnFailure<T>(call: Promise<T>): Promise<T> {
    try {
      return await call
    } catch (error) {
      this.#selected.checkpoints = []
      throw error
    }
  }
}

function lengthOf({ checkpoints }: CachedSequence): number {
  return checkpoints.at(-1)?.at ?? 0
}
