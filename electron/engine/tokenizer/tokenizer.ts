import { expectContent, openFolder, readBytes, withFile } from '../folder/folder-file.js'
import { findAddedWords } from './added-words.js'
import { mergeBytePairs, stepsPerPause } from './byte-pairs.js'
import type { Place } from './place.js'
import { splitLongText } from './split-long-text.js'
import { TokenPieces } from './token-text.js'
import { readTokenizerFile } from './tokenizer-file.js'
import { invalidTokenizer } from './tokenizer-json.js'
import type { AddedToken, Vocabulary } from './vocabulary.js'

/** About ten times the size of gpt-oss's file. */
const maxBytes = 256 * 1024 * 1024

/** Encoding blocks the event loop for about this long. */
const maxTurnMs = 20

/** A step ends after this many ids. */
const minStepIds = 256

const batchTokens = 4_096

/** The ids of short stretches of text are cached, because words repeat. */
const maxCachedStretches = 20_000
const maxCachedLength = 32

/** Converts text to ids and back. Special tokens and markers are available only by name: no text is encoded as one. */
export class Tokenizer {
  /** The text of each id; empty for a special or unknown id. */
  readonly pieces: TokenPieces
  readonly #vocabulary: Vocabulary
  readonly #findWords: ReturnType<typeof findAddedWords>
  readonly #findNormalizedWords: ReturnType<typeof findAddedWords>
  readonly #cachedIds = new Map<string, readonly number[]>()
  /** When the event loop last ran. Many short texts hold it as long as one long text. */
  #turnAt = Number.NEGATIVE_INFINITY

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
    this.#findWords = findAddedWords(vocabulary.words.filter(({ isNormalized }) => !isNormalized))
    this.#findNormalizedWords = findAddedWords(vocabulary.words.filter(({ isNormalized }) => isNormalized))
    this.pieces = new TokenPieces((id) => vocabulary.bytesOf(id))
  }

  /** Opens the tokenizer of a model folder. Throws `model-incomplete`, `model-invalid` and `model-unsupported`. */
  static async open(path: string): Promise<Tokenizer> {
    const folder = await openFolder(path)
    return withFile(folder, 'tokenizer.json', async (file) => {
      if (file.bytes > maxBytes) throw invalidTokenizer(`It has ${file.bytes} bytes.`)
      const bytes = await readBytes(folder, file, 0, file.bytes)
      expectContent(folder, file, bytes)
      return new Tokenizer(readTokenizerFile(bytes))
    })
  }

  /** One more than the highest id of ordinary text. */
  get idCount(): number {
    return this.#vocabulary.idCount
  }

  /** Returns the id of a special token such as `<|start|>`. */
  specialId(name: string): number | undefined {
    const token = this.#vocabulary.added.get(name)
    return token?.isSpecial ? token.id : undefined
  }

  /** Returns an added token, special or not, such as `<think>`. */
  addedToken(content: string): AddedToken | undefined {
    return this.#vocabulary.added.get(content)
  }

  /** Encodes ordinary text. Stops soon after `limit` ids. */
  async encode(text: string, limit = Number.POSITIVE_INFINITY, place: Place = 'start'): Promise<number[]> {
    const ids: number[] = []
    for await (const part of this.#encodeParts(text, place)) {
      for (const id of part) ids.push(id)
      if (ids.length > limit) break
    }
    return ids
  }

  /** Counts the tokens of ordinary text. */
  async count(text: string, place: Place = 'start'): Promise<number> {
    let count = 0
    for await (const ids of this.#encodeParts(text, place)) count += ids.length
    return count
  }

  /** Lets the event loop run within a long text, and within a long stretch of it. */
  async *#encodeParts(text: string, place: Place): AsyncGenerator<readonly number[]> {
    let ids: number[] = []
    for (const stepIds of this.#encodeBySteps(text, place)) {
      for (const id of stepIds) ids.push(id)
      if (ids.length >= batchTokens) {
        yield ids
        ids = []
      }
      if (performance.now() - this.#turnAt < maxTurnMs) continue
      await new Promise((resolve) => setImmediate(resolve))
      this.#turnAt = performance.now()
    }
    yield ids
  }

  /** Yields the ids in small groups; an empty group only marks that time has passed. */
  *#encodeBySteps(text: string, place: Place): Generator<readonly number[]> {
    let placeOfPart = place
    for (const part of splitLongText(text)) {
      for (const section of this.#findWords(part)) {
        if ('id' in section) yield [section.id]
        else yield* this.#encodeNormalized(this.#vocabulary.normalize(section.text, placeOfPart), placeOfPart)
        placeOfPart = 'after-token'
      }
      placeOfPart = 'inside'
    }
  }

  *#encodeNormalized(text: string, place: Place): Generator<readonly number[]> {
    let placeOfSection = place
    for (const section of this.#findNormalizedWords(text)) {
      if ('id' in section) yield [section.id]
      else yield* this.#encodeStretches(this.#vocabulary.cut(section.text, placeOfSection))
      placeOfSection = 'after-token'
    }
  }

  *#encodeStretches(stretches: Iterable<string>): Generator<readonly number[]> {
    let ids: number[] = []
    for (const stretch of stretches) {
      if (stretch.length > maxCachedLength) {
        yield ids
        ids = []
        yield* this.#mergeLong(stretch)
        continue
      }
      for (const id of this.#cachedIds.get(stretch) ?? this.#mergeShort(stretch)) ids.push(id)
      if (ids.length < minStepIds) continue
      yield ids
      ids = []
    }
    yield ids
  }

  #mergeShort(stretch: string): readonly number[] {
    const merging = this.#merge(stretch)
    let step = merging.next()
    while (!step.done) step = merging.next()
    if (this.#cachedIds.size >= maxCachedStretches) this.#cachedIds.clear()
    this.#cachedIds.set(stretch, step.value)
    return step.value
  }

  *#mergeLong(stretch: string): Generator<readonly number[]> {
    const ids = yield* this.#merge(stretch)
    for (let at = 0; at < ids.length; at += stepsPerPause) yield ids.slice(at, at + stepsPerPause)
  }

  *#merge(stretch: string): Generator<readonly number[], readonly number[]> {
    const merging = mergeBytePairs(yield* this.#spell(stretch), this.#vocabulary.merges)
    let step = merging.next()
    for (; !step.done; step = merging.next()) yield []
    return step.value
  }

  *#spell(stretch: string): Generator<readonly number[], string> {
    const { alphabet } = this.#vocabulary
    if (!alphabet) return stretch
    const bytes = Buffer.from(stretch)
    const pieces: string[] = []
    for (let start = 0; start < bytes.length; start += stepsPerPause) {
      if (start > 0) yield []
      let piece = ''
      for (const byte of bytes.subarray(start, start + stepsPerPause)) piece += alphabet[byte]
      pieces.push(piece)
    }
    return pieces.join('')
  }
}
