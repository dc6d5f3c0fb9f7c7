import { z } from 'zod'
import { AppError } from '../../../contract/errors.js'
import type { MergeTable } from './byte-pairs.js'
import { splitPattern } from './split-pattern.js'
import { bytesBySpelling, gpt2Alphabet, type Vocabulary } from './vocabulary.js'

/** Ids are 32-bit numbers. */
const maxId = 2 ** 31 - 1

/** What Parley reads from a `tokenizer.json`, except the merges, which are read only if needed. */
const tokenizerFile = z.looseObject({
  model: z.looseObject({
    type: z.string(),
    // A schema for its 200,000 entries would take longer than everything else.
    vocab: z.custom<Readonly<Record<string, number>>>((vocab) => typeof vocab === 'object' && vocab !== null),
    ignore_merges: z.boolean().nullish(),
  }),
  normalizer: z.unknown(),
  pre_tokenizer: z.unknown(),
  added_tokens: z.array(z.looseObject({ id: z.int().nonnegative(), content: z.string(), special: z.boolean() })),
})

const split = z
  .looseObject({
    type: z.literal('Split'),
    pattern: z.object({ Regex: z.string() }),
    behavior: z.string().default('Isolated'),
    invert: z.boolean().default(false),
  })
  // Both keep each match as a stretch; other behaviors would cut elsewhere.
  .refine(({ behavior, invert }) => behavior === (invert ? 'Removed' : 'Isolated'))

/** Cuts text with one pattern and spells each stretch byte by byte. */
const preTokenizer = z.looseObject({
  type: z.literal('Sequence'),
  pretokenizers: z.tuple([
    split,
    z.looseObject({
      type: z.literal('ByteLevel'),
      add_prefix_space: z.literal(false),
      use_regex: z.literal(false),
    }),
  ]),
})

const mergeList = z.array(z.union([z.string(), z.tuple([z.string(), z.string()])]))

/**
 * Reads a `tokenizer.json` of the kind that gpt-oss has: one split pattern, then byte-level pairs. Throws
 * `model-invalid`, and `model-unsupported` for another kind of tokenizer.
 */
export function readTokenizerFile(file: Buffer): Vocabulary {
  const { rest, merges } = cutMerges(file)
  const parsed = tokenizerFile.safeParse(parseJson(rest))
  if (!parsed.success) throw invalidTokenizer(parsed.error)
  const { model, normalizer, added_tokens: added } = parsed.data
  const steps = preTokenizer.safeParse(parsed.data.pre_tokenizer)
  if (model.type !== 'BPE' || (normalizer ?? null) !== null || !steps.success) throw unsupported(steps.error)
  if (!('merges' in model)) throw invalidTokenizer('There are no merges.')
  const idOf = (spelling: string) => (Object.hasOwn(model.vocab, spelling) ? model.vocab[spelling] : undefined)
  if (gpt2Alphabet.some((character) => typeof idOf(character) !== 'number'))
    throw invalidTokenizer('A byte has no token.')

  const ids = Object.values(model.vocab)
  if (!ids.every(isId) || !added.every(({ id }) => isId(id))) throw invalidTokenizer('An id is no whole number.')

  const special = new Map(added.filter((token) => token.special).map(({ content, id }) => [content, id]))
  const plain = new Map(added.filter((token) => !token.special).map(({ content, id }) => [id, content]))
  const specialIds = new Set(special.values())
  let spellings: string[] | undefined
  const spellingOf = (id: number) => {
    spellings ??= spellingsById(model.vocab)
    return specialIds.has(id) ? undefined : (spellings[id] ?? plain.get(id))
  }
  return {
    alphabet: gpt2Alphabet,
    pattern: patternOf(steps.data.pretokenizers[0].pattern.Regex),
    merges: mergeTable(merges, idOf, countStrings(rest), model.ignore_merges === true),
    specials: special,
    idCount: ids.reduce((count, id) => Math.max(count, id + 1), 0),
    bytesOf: bytesBySpelling(gpt2Alphabet, spellingOf),
  }
}

function isId(id: unknown): boolean {
  return Number.isInteger(id) && Number(id) >= 0 && Number(id) <= maxId
}

function spellingsById(vocab: Readonly<Record<string, number>>): string[] {
  const spellings: string[] = []
  for (const spelling of Object.keys(vocab)) spellings[vocab[spelling] ?? 0] = spelling
  return spellings
}

/**
 * Training creates one merge per token. A vocabulary that was converted from ranks lists every split of every token,
 * in the order of ids. Then the rank of a merge is the id of its result, and the long list need not be read.
 * @param maxTokens an upper bound of the number of tokens
 */
function mergeTable(
  merges: Merges,
  idOf: (spelling: string) => number | undefined,
  maxTokens: number,
  ignoresMerges: boolean,
): MergeTable {
  if (merges.count > maxTokens) return { idOf, rankOf: (left, right) => idOf(left + right), isWholeFirst: true }
  const list = mergeList.safeParse(parseJson(merges.json))
  if (!list.success) throw invalidTokenizer(list.error)
  const ranks = new Map(list.data.map((merge, rank) => [typeof merge === 'string' ? merge : merge.join(' '), rank]))
  return { idOf, rankOf: (left, right) => ranks.get(`${left} ${right}`), isWholeFirst: ignoresMerges }
}

interface Merges {
  readonly json: Buffer
  readonly count: number
}

const [quote, backslash, opening, closing] = [0x22, 0x5c, 0x5b, 0x5d]

/** Separates the list of merges, which is most of the file, from the rest. Decodes neither. */
function cutMerges(file: Buffer): { rest: Buffer; merges: Merges } {
  const start = findMerges(file)
  if (start === undefined) return { rest: file, merges: { json: Buffer.from('[]'), count: 0 } }
  let depth = 0
  let maxDepth = 0
  let strings = 0
  for (let at = start; at < file.length; at++) {
    const byte = file[at]
    if (byte === quote) {
      at = endOfString(file, at)
      strings++
    } else if (byte === opening) maxDepth = Math.max(maxDepth, ++depth)
    else if (byte === closing && --depth === 0) {
      const rest = Buffer.concat([file.subarray(0, start), Buffer.from('[]'), file.subarray(at + 1)])
      // Older files have a string for each merge, newer ones a pair of strings.
      return { rest, merges: { json: file.subarray(start, at + 1), count: maxDepth > 1 ? strings / 2 : strings } }
    }
  }
  throw invalidTokenizer('The list of merges has no end.')
}

/** Only a tokenizer of another kind has none. */
function findMerges(file: Buffer): number | undefined {
  for (let at = file.indexOf('"merges"'); at >= 0; at = file.indexOf('"merges"', at + 1)) {
    const [found] = /^"merges"\s*:\s*\[/.exec(file.toString('latin1', at, at + 100)) ?? []
    if (found !== undefined && file[at - 1] !== backslash) return at + found.length - 1
  }
  return undefined
}

function countStrings(json: Buffer): number {
  let strings = 0
  for (let at = json.indexOf(quote); at >= 0; at = json.indexOf(quote, endOfString(json, at) + 1)) strings++
  return strings
}

function endOfString(json: Buffer, start: number): number {
  for (let end = json.indexOf(quote, start + 1); end >= 0; end = json.indexOf(quote, end + 1)) {
    let before = end
    while (json[before - 1] === backslash) before--
    if ((end - before) % 2 === 0) return end
  }
  return json.length
}

function patternOf(source: string): RegExp {
  try {
    return splitPattern(source)
  } catch (cause) {
    throw unsupported(cause)
  }
}

function parseJson(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString())
  } catch (cause) {
    throw invalidTokenizer(cause)
  }
}

/** Creates the error `model-invalid`. */
export function invalidTokenizer(cause: unknown): AppError {
  return new AppError('model-invalid', 'The tokenizer.json of the model can’t be read. Download the model again.', {
    cause,
  })
}

function unsupported(cause: unknown): AppError {
  return new AppError('model-unsupported', 'The tokenizer of this model is of a kind that Parley doesn’t know.', {
    cause,
  })
}
