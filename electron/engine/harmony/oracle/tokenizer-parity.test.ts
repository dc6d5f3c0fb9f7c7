import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeO200kFolder } from '../../../../build/setup/o200k.mjs'
import { rankFile } from '../../../../build/setup/rank-file.mjs'
import { caseCount, timeoutMs } from '../../testing/case-count.js'
import { o200kHarmony } from '../../tokenizer/rank-file.js'
import { Tokenizer } from '../../tokenizer/tokenizer.js'
import { someText } from './arbitrary-text.js'
import { type Oracle, openOracle } from './oracle.js'

const tiny = new URL('../../../../native/tiny-model/model', import.meta.url).pathname
const o200k = new Tokenizer(o200kHarmony(readFileSync(rankFile)))

let oracle: Oracle
beforeAll(async () => {
  oracle = await openOracle()
}, timeoutMs)
afterAll(() => oracle.close())

const assertEqual = (encode: (text: string) => Promise<readonly number[]>, folder?: string) =>
  fc.assert(
    fc.asyncProperty(someText, async (text) => {
      expect(await encode(text)).toEqual((await oracle.ask({ encode: text, folder })).tokens)
    }),
    { numRuns: caseCount(500, 50_000) },
  )

const random = (characters: string, length: number) => {
  let state = 1
  const next = () => {
    state = (state * 48_271) % 0x7fffffff
    return characters[state % characters.length] ?? ''
  }
  return Array.from({ length }, next).join('')
}

// A run must not be cut where the library does not cut it.
test.each([
  ['letters', random('abcdefghij', 70_000)],
  ['digits', random('0123456789', 70_000)],
  ['letters and digits of two code units', 'a𐐀'.repeat(12_000) + '1𝟏2'.repeat(18_000)],
  ['spaces and a word', `${' '.repeat(70_000)}word`],
])(
  'a run without a gap has the ids of OpenAI’s library: %s',
  async (_, text) => {
    expect(await o200k.encode(text)).toEqual((await oracle.ask({ encode: text })).tokens)
  },
  timeoutMs,
)

test('text has the ids of OpenAI’s library', () => assertEqual((text) => o200k.encode(text)), timeoutMs)

test(
  'a trained tokenizer.json gives the ids of Hugging Face’s tokenizers',
  async () => {
    const tokenizer = await Tokenizer.open(tiny)
    await assertEqual((text) => tokenizer.encode(text), tiny)
  },
  timeoutMs,
)

test(
  'a tokenizer.json converted from ranks gives the ids of OpenAI’s library, and the text of every id',
  async () => {
    const tokenizer = await Tokenizer.open(await makeO200kFolder())
    await assertEqual((text) => tokenizer.encode(text))
    for (let id = 0; id < 201_088; id++) {
      if (Buffer.compare(tokenizer.pieces.of(id).bytes, o200k.pieces.of(id).bytes) !== 0) expect.fail(`${id} differs`)
    }
  },
  timeoutMs,
)
