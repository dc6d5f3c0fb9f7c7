import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { someText } from '../../harmony/oracle/arbitrary-text.js'
import { caseCount, timeoutMs } from '../../testing/case-count.js'
import { PythonOracle } from '../../testing/python-oracle.js'
import { Tokenizer } from '../tokenizer.js'

type Request =
  | { readonly train: string; readonly folder: string }
  | { readonly encode: string; readonly folder: string }

/** The ids of a text at the start of a prompt, and after a token. */
interface Answer {
  readonly first: readonly number[]
  readonly after: readonly number[]
}

let oracle: PythonOracle<Request, Answer>
let scratch: string
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'parley-tokenizers-'))
  oracle = await PythonOracle.open(new URL('./oracle.py', import.meta.url))
}, timeoutMs)
afterAll(() => {
  oracle.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** Texts in which added tokens, missing bytes, prefixes or compositions matter. */
const more = fc.constantFrom(
  'Parley',
  'Parleys',
  ' Parley ',
  '  left  ',
  'right  ',
  'rightmost',
  'right    left  ',
  'İ',
  '\u0004\u0006',
  'a\u0004b',
  '\u001d\u001e',
  '▁',
  'a▁ ▁b',
  '<0x41>',
  '<think>',
  '<s>[INST]',
  'A\u030a\u0323',
  '\u1100\u1161\u11a8',
  '\u0958',
  '\u212b',
)
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: someText }, { weight: 1, arbitrary: more }), { maxLength: 4 })
  .map((parts) => parts.join(''))

const assertEqual = async (folder: string) => {
  const tokenizer = await Tokenizer.open(folder)
  await fc.assert(
    fc.asyncProperty(text, async (given) => {
      const expected = await oracle.ask({ encode: given, folder })
      expect(await tokenizer.encode(given)).toEqual(expected.first)
      expect(await tokenizer.encode(given, undefined, 'after-token')).toEqual(expected.after)
    }),
    { numRuns: caseCount(200, 5_000) },
  )
}

test.each([
  'smollm2',
  'gpt2',
  'digits',
  'llama3',
  'qwen',
  'tekken',
  'words',
  'mistral',
  'metaspace-first',
  'metaspace-split',
])(
  'a vocabulary of the kind %s gives the ids of Hugging Face’s tokenizers',
  async (kind) => {
    const folder = mkdtempSync(join(scratch, kind))
    await oracle.ask({ train: kind, folder })
    await assertEqual(folder)
  },
  timeoutMs,
)

/** A folder with a folder for each public vocabulary, which has a tokenizer.json. */
const real = process.env.PARLEY_TOKENIZERS

test.each(real === undefined ? [] : readdirSync(real))(
  'the vocabulary of %s gives the ids of Hugging Face’s tokenizers',
  (name) => assertEqual(join(real ?? '', name)),
  timeoutMs,
)
