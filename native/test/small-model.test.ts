import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchSmallModel } from '../../build/small-model/fetch.mjs'
import { Oracle } from './oracle/oracle.js'
import { expectIdentical, expectSame, readRows } from './oracle/rows.js'
import { decodeAll, loadModel } from './tiny-model.js'

// Real weights: random ones have no outliers, and no tokens that are nearly equal.

/** "What is the capital of France, and why do people like to visit it in spring? Answer in two sentences.", as a chat. */
const question = [
  1, 9690, 198, 2683, 359, 253, 5356, 5646, 11173, 3365, 3511, 308, 34519, 28, 7018, 411, 407, 19712, 8182, 2, 198, 1,
  4093, 198, 1780, 314, 260, 3575, 282, 4649, 28, 284, 1701, 536, 701, 702, 288, 3048, 357, 281, 4921, 47, 19842, 281,
  827, 8545, 30, 2, 198, 1, 520, 9531, 198,
]
/** The beginning of a function in Python that counts words. */
const code = [
  1604, 985, 79, 6774, 24, 2692, 42, 871, 25, 4722, 5314, 75, 1321, 28, 464, 7036, 472, 11002, 446, 4548, 472, 327,
  2229, 281, 1694, 30, 8266, 5114, 5916, 3734, 448, 11002, 75, 3002, 77, 446, 11002, 30, 726, 24, 3002, 28, 216, 32, 25,
  1232, 216, 33, 472, 1003,
]

let oracle: Oracle
let folder: string
beforeAll(async () => {
  folder = await fetchSmallModel()
  oracle = await Oracle.start()
}, 600_000)
afterAll(() => oracle.close())

describe.each([
  ['a question', question],
  ['code', code],
])('after %s', (_, prompt) => {
  it('the small model has the logits of mlx-lm', async () => {
    const reading = { prompt, chunk: 32, continuation: [504, 3575, 282] }
    const theirs = await oracle.logits({ model: folder, dtype: 'float32', ...reading })
    const packed = await loadModel(folder, { dtype: 'float32', weights: 'packed' })
    const rows = await readRows(packed, reading)
    if (packed.info.device === 'CPU') expectIdentical(rows, theirs.rows, 'packed')
    else expectSame(rows, theirs.rows, 'packed')
    const unpacked = await loadModel(folder, { dtype: 'float32', weights: 'unpacked' })
    expectSame(await readRows(unpacked, { ...reading, chunk: 64 }), theirs.rows, 'unpacked')
  }, 600_000)

  it('the small model decodes the tokens of mlx-lm', async () => {
    const settings = { temperature: 0, topP: 1, minP: 0, topK: 0, repetitionPenalty: 1, repetitionContext: 20, seed: 1 }
    const request = { model: folder, dtype: 'float32' as const, prompt, chunk: 2048, maxTokens: 24, ...settings }
    const theirs = await oracle.generate(request)
    const model = await loadModel(folder, { dtype: 'float32' })
    await model.prefill(Int32Array.from(prompt.slice(0, -1)))
    const { tokens } = await decodeAll(model, { lastToken: prompt.at(-1) ?? 0, maxTokens: 24 })
    expect(tokens).toEqual(theirs.tokens)
  }, 600_000)
})
