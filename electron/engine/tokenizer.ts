import { mergeBytePairs } from './byte-pairs.js'
import { openFolder, readBytes, withFile } from './folder-file.js'
import { splitLongText } from './split-long-text.js'
import { TokenPieces } from './token-text.js'
import { invalidTokenizer, readTokenizerFile } from './tokenizer-file.js'
import type { Vocabulary } from './vocabulary.js'

/** Some ten times what gpt-oss has. */
const mostBytes = 256 * 1024 * 1024

/** The longest that encoding keeps the event loop to itself, one part more or less. */
const turnMs = 20

/** Stretches of text whose ids are remembered: words come again and again. */
const mostRemembered = 20_000
const longestRemembered = 32

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
      if (file.bytes > mostBytes) throw invalidTokenizer(`It has ${file.bytes} bytes.`)
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

  /** Gives the event loop its turn within a long text. */
  async *#encodeParts(text: string): AsyncGenerator<readonly number[]> {
    let turnAt = performance.now()
    for (const part of splitLongText(text)) {
      if (performance.now() - turnAt > turnMs) {
        await new Promise((resolve) => setImmediate(resolve))
        turnAt = performance.now()
      }
      yield this.#encodePart(part)
    }
  }

  #encodePart(part: string): readonly number[] {
    const ids: number[] = []
    for (const [stretch] of part.matchAll(this.#vocabulary.pattern)) {
      for (const id of this.#idsOf(stretch)) ids.push(id)
    }
    return ids
  }

  #idsOf(stretch: string): readonly number[] {
    const known = this.#remembered.get(stretch)
    if (known !== undefined) return known
    const ids = mergeBytePairs(this.#spell(stretch), this.#vocabulary.merges)
    if (stretch.length > longestRemembered) return ids
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear()
    this.#remembered.set(stretch, ids)
    return ids
  }

  #spell(stretch: string): string {
    let spelling = ''
    for (const byte of Buffer.from(stretch)) spelling += this.#vocabulary.alphabet[byte]
    return spelling
  }
}
