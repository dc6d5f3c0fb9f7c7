import type { DecodeEnd, DecodeRequest, NativeModel } from '../../../native/index.js'
import { type Checkpoint, leastUseful, superfluous } from './checkpoints.js'
import { type ChunkRules, chunkRules, nextChunk } from './chunks.js'

export interface CacheOptions {
  /** What the cache may hold between two runs. */
  readonly budgetBytes: number
  /** The id that ends a message, where it is known. */
  readonly messageEnd?: number | undefined
}

/** What one native sequence holds that another prompt could go on from: the tokens before its last checkpoint. */
interface Held {
  readonly sequence: number
  prompt: readonly number[]
  checkpoints: readonly Checkpoint[]
  /** The number of the run that used it last. */
  lastRun: number
}

/**
 * What earlier prompts left in the model's cache, of several conversations. A prompt goes on from the last boundary (see
 * `ChunkRules`) that it shares with one of them, and gets to the same result, bit for bit, as if it were read from its
 * beginning; what was decoded is never read from. One run at a time: `begin`, `read` until the last token but one,
 * `decode`, `end`. When a call fails, what the run used is forgotten, and `end` must follow still.
 */
export class PromptCache {
  readonly rules: ChunkRules
  readonly #native: NativeModel
  readonly #budgetBytes: number
  readonly #held: Held[]
  #selected: Held = { sequence: 0, prompt: [], checkpoints: [], lastRun: 0 }
  #run = 0

  constructor(native: NativeModel, { budgetBytes, messageEnd }: CacheOptions) {
    this.#native = native
    this.#budgetBytes = budgetBytes
    this.#held = [this.#selected]
    this.rules = chunkRules(native.info.device, messageEnd)
  }

  /** Puts a beginning of `prompt` into the cache that is there already. Answers its length. */
  async begin(prompt: readonly number[]): Promise<number> {
    this.#run++
    const { held, boundary } = this.#best(prompt)
    if (boundary === 0) await this.#startAnew()
    else if (this.#isWorthKeeping(held, boundary)) await this.#fork(held, boundary)
    else await this.#cut(held, boundary)
    this.#selected.lastRun = this.#run
    return boundary
  }

  /**
   * Reads the chunk of `prompt` after `start`, which `begin` or the last `read` answered. Answers its end.
   * The last token of a prompt is left: decoding starts from it.
   */
  async read(prompt: readonly number[], start: number): Promise<number> {
    const { end, isBoundary, isMessageEnd } = nextChunk(prompt, start, prompt.length - 1, this.rules)
    await this.append(prompt.slice(start, end))
    if (!isBoundary) return end
    await this.#orForget(this.#native.checkpoint())
    const held = this.#selected
    held.prompt = prompt
    held.checkpoints = [...held.checkpoints, { at: end, isMessageEnd }]
    await this.#forget(held, superfluous(held.checkpoints, this.#native.info.slidingWindow))
    await this.dropOthers(this.#budgetBytes)
    return end
  }

  /** Puts tokens into the cache that belong to this run alone. */
  async append(tokens: readonly number[]): Promise<void> {
    await this.#orForget(this.#native.prefill(Int32Array.from(tokens)))
  }

  async decode(request: DecodeRequest, onTokens: Parameters<NativeModel['decode']>[1]): Promise<DecodeEnd> {
    return this.#orForget(this.#native.decode(request, onTokens))
  }

  /** After a run: keeps no more than the budget. */
  async end(): Promise<void> {
    await this.shrinkTo(this.#budgetBytes)
  }

  /** Gives memory back until no more than `bytes` are held. Between runs only. */
  async shrinkTo(bytes: number): Promise<void> {
    await this.dropOthers(bytes)
    const held = this.#selected
    while (this.#native.cacheBytes > bytes) {
      const checkpoint = leastUseful(held.checkpoints)
      if (!checkpoint) break
      await this.#forget(held, [checkpoint])
    }
    if (this.#native.cacheBytes > bytes) await this.#empty(held)
  }

  /** The sequence that a prompt can go on from for longest, and how far; where there are two, that which loses least. */
  #best(prompt: readonly number[]): { readonly held: Held; readonly boundary: number } {
    let best = { held: this.#selected, boundary: 0 }
    for (const held of this.#held) {
      const common = commonLength(held.prompt, prompt, prompt.length - 1)
      const boundary = held.checkpoints.findLast(({ at }) => at <= common)?.at ?? 0
      const isBetter = boundary > best.boundary || (boundary === best.boundary && lengthOf(held) < lengthOf(best.held))
      if (isBetter) best = { held, boundary }
    }
    return best
  }

  /**
   * Whether what a sequence holds after `boundary` belongs to another conversation or branch and would take longer to read
   * again than a copy of what comes before it is worth. Both must fit into the budget.
   */
  #isWorthKeeping(held: Held, boundary: number): boolean {
    const rest = lengthOf(held) - boundary
    if (rest <= Math.max(this.rules.minTokens, boundary / 4)) return false
    return 2 * boundary * this.#native.info.cacheBytesPerToken <= this.#budgetBytes
  }

  async #startAnew(): Promise<void> {
    const empty = this.#held.find(({ checkpoints }) => checkpoints.length === 0)
    if (!empty) return this.#fork(this.#selected, 0)
    await this.#select(empty)
    await this.#empty(empty)
  }

  async #fork(held: Held, boundary: number): Promise<void> {
    await this.#select(held)
    const sequence = await this.#orForget(this.#native.fork(boundary))
    const checkpoints = held.checkpoints.filter(({ at }) => at <= boundary)
    this.#selected = { sequence, prompt: held.prompt, checkpoints, lastRun: this.#run }
    this.#held.push(this.#selected)
    await this.dropOthers(this.#budgetBytes)
  }

  async #cut(held: Held, boundary: number): Promise<void> {
    await this.#select(held)
    await this.#orForget(this.#native.truncate(boundary))
    held.checkpoints = held.checkpoints.filter(({ at }) => at <= boundary)
  }

  async #select(held: Held): Promise<void> {
    if (held === this.#selected) return
    await this.#native.select(held.sequence)
    this.#selected = held
  }

  async #empty(held: Held): Promise<void> {
    held.checkpoints = []
    await this.#native.truncate(0)
  }

  async #forget(held: Held, checkpoints: readonly Checkpoint[]): Promise<void> {
    if (checkpoints.length === 0) return
    for (const { at } of checkpoints) await this.#native.forget(at)
    held.checkpoints = held.checkpoints.filter((checkpoint) => !checkpoints.includes(checkpoint))
  }

  /** Drops what was used longest ago, but not what is selected, until no more than `bytes` are held. */
  async dropOthers(bytes: number): Promise<void> {
    while (this.#native.cacheBytes > bytes && this.#held.length > 1) {
      const others = this.#held.filter((held) => held !== this.#selected)
      const oldest = others.reduce((a, b) => (b.lastRun < a.lastRun ? b : a))
      this.#held.splice(this.#held.indexOf(oldest), 1)
      await this.#native.drop(oldest.sequence)
    }
  }

  /** A native call that fails leaves the selected sequence in a state that nobody knows. */
  async #orForget<T>(call: Promise<T>): Promise<T> {
    try {
      return await call
    } catch (error) {
      this.#selected.checkpoints = []
      throw error
    }
  }
}

function lengthOf({ checkpoints }: Held): number {
  return checkpoints.at(-1)?.at ?? 0
}

/** How many tokens two prompts share at their beginning, of the first `most`. */
function commonLength(a: readonly number[], b: readonly number[], most: number): number {
  const end = Math.min(a.length, most)
  let length = 0
  while (length < end && a[length] === b[length]) length++
  return length
}
