import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Tokenizer as Vocabulary } from '@huggingface/tokenizers'
import { z } from 'zod'
import { AppError } from '../../contract/errors.js'
import { splitLongText } from './split-long-text.js'
import { bytesOfToken, TokenPieces } from './token-text.js'

/** What Parley needs of `tokenizer.json`; the library reads the rest. */
const tokenizerFile = z.looseObject({
  model: z.looseObject({ type: z.literal('BPE') }),
  added_tokens: z.array(z.looseObject({ id: z.int().nonnegative(), content: z.string(), special: z.boolean() })),
})

/** The longest that encoding keeps the event loop to itself, one part more or less. */
const turnMs = 20

const nothing = new Uint8Array(0)

/** The model folder's own tokenizer. Special tokens exist by name only: no text ever becomes one. */
export class Tokenizer {
  /** The text of each id: none for a special or unknown one. */
  readonly pieces = new TokenPieces((id) => this.#bytesOf(id))
  readonly #vocabulary: Vocabulary
  readonly #specials: ReadonlyMap<string, number>
  readonly #specialIds: ReadonlySet<number>

  /** Takes the parsed `tokenizer.json` and `tokenizer_config.json`. Throws `model-invalid`. */
  constructor(file: unknown, config: object) {
    const parsed = tokenizerFile.safeParse(file)
    if (!parsed.success) throw invalid(parsed.error)
    const { added_tokens: added } = parsed.data
    const specials = added.filter((token) => token.special)
    this.#specials = new Map(specials.map((token) => [token.content, token.id]))
    this.#specialIds = new Set(specials.map((token) => token.id))
    try {
      // The library turns every spelling in `added_tokens` into its id. Without the special ones, text that spells
      // them is cut and merged like any other; without the post-processor nothing is put around it.
      this.#vocabulary = new Vocabulary(
        { ...parsed.data, added_tokens: added.filter((token) => !token.special), post_processor: null },
        config,
      )
    } catch (error) {
      throw invalid(error)
    }
  }

  static async open(folder: string): Promise<Tokenizer> {
    const read = async (name: string, fallback?: string) => {
      try {
        return JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown
      } catch (error) {
        if (fallback !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return JSON.parse(fallback)
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          throw new AppError('model-incomplete', `The model folder has no ${name}.`, { cause: error })
        }
        throw invalid(error)
      }
    }
    return new Tokenizer(await read('tokenizer.json'), (await read('tokenizer_config.json', '{}')) as object)
  }

  /** The id of a special token such as `<|start|>`. */
  specialId(name: string): number | undefined {
    return this.#specials.get(name)
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
      yield this.#vocabulary.encode(part, { add_special_tokens: false }).ids
    }
  }

  #bytesOf(id: number): Uint8Array {
    if (this.#specialIds.has(id)) return nothing
    const spelling = this.#vocabulary.id_to_token(id)
    return spelling === undefined ? nothing : bytesOfToken(spelling)
  }
}

function invalid(cause: unknown): AppError {
  return new AppError('model-invalid', 'The tokenizer.json of the model can’t be read.', { cause })
}
