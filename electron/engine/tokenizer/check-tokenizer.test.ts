import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { changedModel, type Json } from '../../../native/test/model-folder.js'
import { addonPath, tinyModel } from '../../../native/test/tiny-model.js'
import { Engine } from '../engine.js'
import { openAddon } from '../native-engine.js'

interface TokenizerFile extends Json {
  readonly model: { readonly vocab: Readonly<Record<string, unknown>>; readonly merges: readonly unknown[] }
  readonly added_tokens: readonly (Json & { readonly content: string })[]
  readonly pre_tokenizer: { readonly pretokenizers: readonly [Json, Json] }
}

const own = JSON.parse(readFileSync(join(tinyModel, 'tokenizer.json'), 'utf8')) as TokenizerFile
const withVocab = (more: Json) => ({ ...own, model: { ...own.model, vocab: { ...own.model.vocab, ...more } } })
const withMarker = (name: string, change: Json | undefined) => ({
  ...own,
  added_tokens: own.added_tokens.flatMap((token) =>
    token.content !== name ? [token] : change ? [{ ...token, ...change }] : [],
  ),
})
const withSplit = (change: Json) => {
  const [split, bytes] = own.pre_tokenizer.pretokenizers
  return { ...own, pre_tokenizer: { type: 'Sequence', pretokenizers: [{ ...split, ...change }, bytes] } }
}

// Each of these opened without an error, and failed only when the weights were loaded.
it.each<[string, Json | string, string, string]>([
  ['no marker of harmony', withMarker('<|call|>', undefined), 'model-unsupported', '<|call|>'],
  ['a marker that is no special token', withMarker('<|end|>', { special: false }), 'model-unsupported', '<|end|>'],
  ['a marker beyond the embedding', withMarker('<|end|>', { id: 200_007 }), 'model-invalid', '200008'],
  ['a token beyond the embedding', withVocab({ a: 3_072 }), 'model-invalid', '3073'],
  ['an id that is text', withVocab({ a: '64' }), 'model-invalid', 'tokenizer.json'],
  ['an id with a fraction', withVocab({ a: 64.5 }), 'model-invalid', 'tokenizer.json'],
  ['a negative id', withVocab({ a: -1 }), 'model-invalid', 'tokenizer.json'],
  ['an id of 2^40', withVocab({ a: 2 ** 40 }), 'model-invalid', 'tokenizer.json'],
  ['two letters with one id', withVocab({ a: 64, b: 64 }), 'model-invalid', 'changes the text'],
  [
    'a pattern that leaves text out',
    withSplit({ pattern: { Regex: '\\p{L}+' }, behavior: 'Removed', invert: true }),
    'model-invalid',
    'changes the text',
  ],
  ['another kind of model', { ...own, model: { type: 'Unigram', vocab: [['a', -1]] } }, 'model-unsupported', 'kind'],
  ['another way to split', withSplit({ behavior: 'MergedWithNext' }), 'model-unsupported', 'kind'],
  ['no merges', { ...own, model: { type: 'BPE', vocab: own.model.vocab } }, 'model-invalid', 'tokenizer.json'],
  ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', 'model-incomplete', 'pointer'],
])('a tokenizer.json with %s is refused before the weights are read', async (_, file, code, words) => {
  const folder = changedModel({ 'tokenizer.json': file })
  let loads = 0
  const addon = openAddon(addonPath())
  const engine = new Engine({
    openAddon: () => ({
      ...addon,
      check: async (...given) => ({
        ...(await addon.check(...given)),
        load: async () => {
          loads++
          throw new Error('The weights were read.')
        },
      }),
    }),
  })
  const refusal = { code, message: expect.stringContaining(words) }
  await expect(engine.inspect(folder)).rejects.toMatchObject(refusal)
  await expect(engine.load({ folder }).next()).rejects.toMatchObject(refusal)
  expect(loads).toBe(0)
})

it('a pattern whose matches are kept and whose rest is removed splits like one that isolates them', async () => {
  const engine = new Engine({ openAddon: () => openAddon(addonPath()) })
  const folder = changedModel({ 'tokenizer.json': withSplit({ behavior: 'Removed', invert: true }) })
  expect(await engine.inspect(folder)).toMatchObject({ remarks: [] })
})

it('the tiny model passes', async () => {
  const engine = new Engine({ openAddon: () => openAddon(addonPath()) })
  expect(await engine.inspect(tinyModel)).toMatchObject({ name: 'Parley Demo (tiny)', remarks: [] })
})
