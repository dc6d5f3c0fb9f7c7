import { z } from 'zod'
import { AppError } from '../../../contract/errors.js'
import { countStrings, cutMerges, mergeTable } from './merges.js'
import { cutAtSpaces, withSpaces } from './metaspace.js'
import { readNormalizer } from './normalizer.js'
import { cutByBytes, readPreTokenizer } from './pre-tokenizer.js'
import { invalidTokenizer, parseJson } from './tokenizer-json.js'
import {
  type AddedToken,
  bytesByCharacters,
  bytesBySpelling,
  byteToken,
  gpt2Alphabet,
  type Vocabulary,
} from './vocabulary.js'

/** Ids are 32-bit numbers. */
const maxId = 2 ** 31 - 1

const addedToken = z
  .looseObject({
    id: z.int().nonnegative(),
    content: z.string(),
    special: z.boolean(),
    normalized: z.boolean().default(true),
    lstrip: z.boolean().default(false),
    rstrip: z.boolean().default(false),
    single_word: z.boolean().default(false),
  })
  .transform(
    ({ id, content, special, normalized, lstrip, rstrip, single_word }): AddedToken => ({
      id,
      content,
      isSpecial: special,
      isNormalized: normalized,
      stripsLeft: lstrip,
      stripsRight: rstrip,
      isSingleWord: single_word,
    }),
  )

/** What Parley reads from a `tokenizer.json`, except the merges, which are read only if needed. */
const tokenizerFile = z.looseObject({
  model: z.looseObject({
    type: z.string(),
    // A schema for its 200,000 entries would take longer than everything else.
    vocab: z.custom<Readonly<Record<string, number>>>((vocab) => typeof vocab === 'object' && vocab !== null),
    ignore_merges: z.boolean().nullish(),
    byte_fallback: z.boolean().nullish(),
    fuse_unk: z.boolean().nullish(),
    unk_token: z.string().nullish(),
    dropout: z.number().nullish(),
    continuing_subword_prefix: z.string().nullish(),
    end_of_word_suffix: z.string().nullish(),
  }),
  normalizer: z.unknown(),
  pre_tokenizer: z.unknown(),
  added_tokens: z.array(addedToken),
})

/** Spelled like a token with a meaning of its own: `<|im_end|>`, `</think>`, `[INST]`. Text never becomes one. */
const markerLike = /^(?:<.+>|\[.+\])$/su

/** Spelled like a token that is never shown, whether the file calls it special or not. */
const neverShown = /^<\|.+\|>$/su

/**
 * Reads a `tokenizer.json` with byte pairs, of bytes or of characters. Throws `model-invalid`, and `model-unsupported` for
 * another kind of tokenizer.
 */
export function readTokenizerFile(file: Buffer): Vocabulary {
  const { rest, merges } = cutMerges(file)
  const parsed = tokenizerFile.safeParse(parseJson(rest))
  if (!parsed.success) throw invalidTokenizer(parsed.error)
  const { model, added_tokens: added } = parsed.data
  if (model.type !== 'BPE' || model.continuing_subword_prefix || model.end_of_word_suffix) throw unsupported(model.type)
  const normalize = known(() => readNormalizer(parsed.data.normalizer))
  const preTokenizer = known(() => readPreTokenizer(parsed.data.pre_tokenizer))
  if (!('merges' in model)) throw invalidTokenizer('There are no merges.')
  const ids = Object.values(model.vocab)
  if (!ids.every(isId) || !added.every(({ id }) => isId(id))) throw invalidTokenizer('An id is no whole number.')

  const markers = added.filter(({ content, isSpecial }) => isSpecial || neverShown.test(content))
  const hidden = new Set(markers.map(({ id }) => id))
  const anyIdOf = (spelling: string) => (Object.hasOwn(model.vocab, spelling) ? model.vocab[spelling] : undefined)
  /** Some vocabularies list markers among their words: no merge of text may lead to one. */
  const idOf = (spelling: string) => {
    const id = anyIdOf(spelling)
    return id === undefined || hidden.has(id) ? undefined : id
  }
  const unknownId = model.unk_token ? anyIdOf(model.unk_token) : undefined
  const idsOfUnknown = (character: string, isRepeated: boolean) => {
    const bytes = model.byte_fallback ? [...Buffer.from(character)].map((byte) => idOf(byteToken(byte))) : [undefined]
    if (bytes.every((id) => id !== undefined)) return bytes
    return unknownId === undefined || (isRepeated && model.fuse_unk) ? [] : [unknownId]
  }
  const plain = new Map(added.map(({ id, content }) => [id, content]))
  let spellings: string[] | undefined
  const spellingOf = (id: number) => {
    spellings ??= spellingsById(model.vocab)
    return hidden.has(id) ? undefined : (spellings[id] ?? plain.get(id))
  }
  const common = {
    merges: {
      ...mergeTable(merges, idOf, {
        markers: markers.map(({ content }) => content),
        maxTokens: countStrings(rest),
        ignoresMerges: model.ignore_merges === true,
      }),
      idsOfUnknown,
    },
    added: new Map(added.map((token) => [token.content, token])),
    words: added.filter(({ isSpecial, content }) => !isSpecial && content !== '' && !markerLike.test(content)),
    idCount: ids.reduce((count, id) => Math.max(count, id + 1), 0),
  }
  if (preTokenizer.kind === 'characters') {
    // Without a token for each byte, other characters would be lost.
    if (!model.byte_fallback) throw unsupported('There is no byte fallback.')
    return {
      ...common,
      alphabet: undefined,
      normalize: withSpaces(normalize, preTokenizer.space),
      cut: cutAtSpaces(preTokenizer.space?.split ?? false, model.vocab),
      bytesOf: bytesByCharacters(spellingOf),
    }
  }
  return {
    ...common,
    alphabet: gpt2Alphabet.map((character) =>
      idOf(character) === undefined && unknownId === undefined ? '' : character,
    ),
    normalize,
    cut: known(() => cutByBytes(preTokenizer.steps)),
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

/** Throws `model-unsupported` for what `read` doesn't know. */
function known<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw unsupported(cause)
  }
}

function unsupported(cause: unknown): AppError {
  return new AppError('model-unsupported', 'The tokenizer of this model is of a kind that Parley doesn’t know.', {
    cause,
  })
}
