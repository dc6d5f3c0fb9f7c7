import { z } from 'zod'
import { AppError } from '../../contract/errors.js'
import type { MergeTable } from './byte-pairs.js'
import { splitPattern } from './split-pattern.js'
import { bytesBySpelling, gpt2Alphabet, type Vocabulary } from './vocabulary.js'

/** What Parley reads of a `tokenizer.json`, beside the merges, which are read only where they are needed. */
const tokenizerFile = z.looseObject({
  model: z.looseObject({
    type: z.string(),
    // A schema for its 200,000 entries would take longer than all the rest.
    vocab: z.custom<Readonly<Record<string, number>>>((vocab) => typeof vocab === 'object' && vocab !== null),
    ignore_merges: z.boolean().nullish(),
  }),
  normalizer: z.unknown(),
  pre_tokenizer: z.unknown(),
  added_tokens: z.array(z.looseObject({ id: z.int().nonnegative(), content: z.string(), special: z.boolean() })),
})

/** Text is cut by one pattern, and each stretch is spelled byte by byte. */
const preTokenizer = z.looseObject({
  type: z.literal('Sequence'),
  pretokenizers: z.tuple([
    z.looseObject({ type: z.literal('Split'), pattern: z.object({ Regex: z.string() }) }),
    z.looseObject({
      type: z.literal('ByteLevel'),
      add_prefix_space: z.literal(false),
      use_regex: z.literal(false),
    }),
  ]),
})

const mergeList = z.array(z.union([z.string(), z.tuple([z.string(), z.string()])]))

/**
 * The vocabulary of a `tokenizer.json` as gpt-oss has it: byte-level pairs behind one split pattern. Throws
 * `model-invalid`, and `model-unsupported` for a tokenizer of another kind.
 */
export function readTokenizerFile(text: string): Vocabulary {
  const { rest, merges } = cutMerges(text)
  const parsed = tokenizerFile.safeParse(parseJson(rest))
  if (!parsed.success) throw invalidTokenizer(parsed.error)
  const { model, normalizer, added_tokens: added } = parsed.data
  const steps = preTokenizer.safeParse(parsed.data.pre_tokenizer)
  if (model.type !== 'BPE' || (normalizer ?? null) !== null || !steps.success) throw unsupported(steps.error)
  const idOf = (spelling: string) => (Object.hasOwn(model.vocab, spelling) ? model.vocab[spelling] : undefined)
  if (gpt2Alphabet.some((character) => typeof idOf(character) !== 'number'))
    throw invalidTokenizer('A byte has no token.')

  const special = new Map(added.filter((token) => token.special).map(({ content, id }) => [content, id]))
  const plain = new Map(added.filter((token) => !token.special).map(({ content, id }) => [id, content]))
  const specialIds = new Set(special.values())
  let spellings: string[] | undefined
  const spellingOf = (id: number) => {
    spellings ??= bySpelling(model.vocab)
    return specialIds.has(id) ? undefined : (spellings[id] ?? plain.get(id))
  }
  return {
    alphabet: gpt2Alphabet,
    pattern: patternOf(steps.data.pretokenizers[0].pattern.Regex),
    merges: mergeTable(merges, idOf, Object.keys(model.vocab).length, model.ignore_merges === true),
    specials: special,
    bytesOf: bytesBySpelling(gpt2Alphabet, spellingOf),
  }
}

function bySpelling(vocab: Readonly<Record<string, number>>): string[] {
  const spellings: string[] = []
  for (const [spelling, id] of Object.entries(vocab)) spellings[id] = spelling
  return spellings
}

/**
 * Training makes one merge per token. A vocabulary that was converted from ranks lists every split of every token, in
 * the order of ids; then the id of what two parts make is their rank, and the long list need not be read.
 */
function mergeTable(
  { text, strings, isOfPairs }: Merges,
  idOf: (spelling: string) => number | undefined,
  tokens: number,
  ignoresMerges: boolean,
): MergeTable {
  const count = isOfPairs ? strings / 2 : strings
  if (count > tokens) return { idOf, rankOf: (left, right) => idOf(left + right), isWholeFirst: true }
  const merges = mergeList.safeParse(parseJson(text))
  if (!merges.success) throw invalidTokenizer(merges.error)
  const ranks = new Map(merges.data.map((merge, rank) => [typeof merge === 'string' ? merge : merge.join(' '), rank]))
  return { idOf, rankOf: (left, right) => ranks.get(`${left} ${right}`), isWholeFirst: ignoresMerges }
}

interface Merges {
  /** The JSON of the list. */
  readonly text: string
  /** How many strings it holds. */
  readonly strings: number
  readonly isOfPairs: boolean
}

/** The file without the list of merges, which is most of it, and that list by itself. */
function cutMerges(text: string): { rest: string; merges: Merges } {
  const found = /(?<!\\)"merges"\s*:\s*\[/.exec(text)
  if (!found) throw invalidTokenizer('There are no merges.')
  const start = found.index + found[0].length - 1
  let depth = 0
  let strings = 0
  let deepest = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      at = endOfString(text, at)
      strings++
    } else if (character === '[') deepest = Math.max(deepest, ++depth)
    else if (character === ']' && --depth === 0) {
      const merges = { text: text.slice(start, at + 1), strings, isOfPairs: deepest > 1 }
      return { rest: `${text.slice(0, start)}[]${text.slice(at + 1)}`, merges }
    }
  }
  throw invalidTokenizer('The list of merges has no end.')
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]
    if (character === '"') return at
    if (character === '\\') at++
  }
  return text.length
}

function patternOf(source: string): RegExp {
  try {
    return splitPattern(source)
  } catch (cause) {
    throw unsupported(cause)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidTokenizer(cause)
  }
}

/** `model-invalid` */
export function invalidTokenizer(cause: unknown): AppError {
  return new AppError('model-invalid', 'The tokenizer.json of the model can’t be read.', { cause })
}

function unsupported(cause: unknown): AppError {
  return new AppError('model-unsupported', 'The tokenizer of this model is of a kind that Parley doesn’t know.', {
    cause,
  })
}
