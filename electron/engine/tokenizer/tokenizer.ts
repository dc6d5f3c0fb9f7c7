import { openFolder, readBytes, withFile } from '../folder/folder-file.js'
import { mergeBytePairs } from './byte-pairs.js'
import { splitLongText } from './split-long-text.js'
import { TokenPieces } from './token-text.js'
import { invalidTokenizer, readTokenizerFile } from './tokenizer-file.js'
import type { Vocabulary } from './vocabulary.js'

/** Some ten times what gpt-oss has. */
const maxBytes = 256 * 1024 * 1024

/** The longest that encoding keeps the event loop to itself, one step more or less. */
const turnMs = 20

/** How many ids make a step. */
const stepIds = 256

/** How many are handed on together. */
const maxTokensAtOnce = 4_096

/** Stretches of text whose ids are remembered: words come again and again. */
const maxRemembered = 20_000
const maxRememberedLength = 32

/** Text to ids and back. Special tokens exist by name only: no text ever becomes one. */
export class Tokenizer {
  /** The text of each id: none for a special or unknown one. */
  readonly pieces: TokenPieces
  readonly #vocabulary: Vocabulary
  readonly #remembered = new Map<string, readonly number[]>()

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
    this.pieces = new TokenPieces((id) => vocabulary.bytesOf(id))
  }

  /** The tokenizer of a model folder. Throws `model-incomplete`, `model-invalid` and `model-unsupported`. */
  static async open(path: string): Promise<Tokenizer> {
    const folder = await openFolder(path)
    return withFile(folder, 'tokenizer.json', async (file) => {
      if (file.bytes > maxBytes) throw invalidTokenizer(`It has ${file.bytes} bytes.`)
      return new Tokenizer(readTokenizerFile(await readBytes(folder, file, 0, file.bytes)))
    })
  }

  /** The id of a special token such as `<|start|>`. */
  specialId(name: string): number | undefined {
    return this.#vocabulary.specials.get(name)
  }

  /** Ids of ordinary text, cut short soon after `limit` of them. */
  async encode(text: string, limit = Number.POSITIVE_INFINITY): Promise<number[]> {
    const ids: number[] = []
    for await (const part of this.#encodeParts(text)) {
      for (const id of part) ids.push(id)
      if (ids.length > limit) break
    }
    return ids
  }

  /** Tokens of ordinary text. */
  async count(text: string): Promise<number> {
    let count = 0
    for await (const ids of this.#encodeParts(text)) count += ids.length
    return count
  }

  /** Gives the event loop its turn within a long text, and within a long stretch of it. */
  async *#encodeParts(text: string): AsyncGenerator<readonly number[]> {
    let ids: number[] = []
    let turnAt = performance.now()
    for (const done of this.#encodeBySteps(text)) {
      for (const id of done) ids.push(id)
      if (ids.length >= maxTokensAtOnce) {
        yield ids
        ids = []
      }
      if (performance.now() - turnAt < turnMs) continue
      await new Promise((resolve) => setImmediate(resolve))
      turnAt = performance.now()
    }
    yield ids
  }

  /** The ids one after another, by some at a time, or by none where it only took a while. */
  *#encodeBySteps(text: string): Generator<readonly number[]> {
    for (const part of splitLongText(text)) {
      let ids: number[] = []
      for (const [stretch] of part.matchAll(this.#vocabulary.pattern)) {
        const known = this.#remembered.get(stretch)
        for (const id of known ?? (yield* this.#merge(stretch))) ids.push(id)
        if (ids.length < stepIds) continue
        yield ids
        ids = []
      }
      yield ids
    }
  }

  *#merge(stretch: string): Generator<readonly number[], readonly number[]> {
    const merging = mergeBytePairs(this.#spell(stretch), this.#vocabulary.merges)
    let step = merging.next()
    for (; !step.done; step = merging.next()) yield []
    if (stretch.length <= maxRememberedLength) {
      if (this.#remembered.size >= maxRemembered) this.#remembered.clear()
      this.#remembered.set(stretch, step.value)
    }
    return step.value
  }

  #spell(stretch: string): string {
    let spelling = ''
    for (const byte of Buffer.from(stretch)) spelling += this.#vocabulary.alphabet[byte]
    return spelling
  }
}
