import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NativeModel, Sampling } from '../index.js'
import { randomTokens } from './oracle/arbitrary-model.js'
import { modelSpec } from './oracle/model-spec.js'
import { Oracle } from './oracle/oracle.js'
import { decodeAll, loadModel } from './tiny-model.js'

const vocabSize = 200
const chunk = 32
const maxTokens = 24

const plain: Required<Sampling> = {
  temperature: 1.5,
  topP: 1,
  minP: 0,
  topK: 0,
  repetitionPenalty: 1,
  repetitionContext: 20,
  seed: 5,
}

let oracle: Oracle
let folder: string
let model: NativeModel
beforeAll(async () => {
  oracle = await Oracle.start()
  // Prompt and reply fit in the window: the logits have the same bits as mlx-lm's, so near-ties have the same result.
  folder = await oracle.make(modelSpec({ layers: 2, slidingWindow: 128, vocabSize }))
  model = await loadModel(folder, { weights: 'packed', dtype: 'float32', yarn: 'mlx-lm' })
}, 600_000)
afterAll(() => oracle.close())

async function draw(prompt: readonly number[], sampling: Sampling, logprobs = true) {
  await model.truncate(0)
  const last = prompt.length - 1
  for (let done = 0; done < last; done += chunk) {
    await model.prefill(Int32Array.from(prompt.slice(done, Math.min(done + chunk, last))))
  }
  return decodeAll(model, {
    ...sampling,
    lastToken: prompt[last] ?? 0,
    recentTokens: prompt.slice(0, last),
    maxTokens,
    logprobs,
  })
}

async function expectSameDraws(prompt: readonly number[], sampling: Required<Sampling>): Promise<void> {
  const theirs = await oracle.generate({ model: folder, dtype: 'float32', prompt, chunk, maxTokens, ...sampling })
  const ours = await draw(prompt, sampling)
  expect(ours.tokens).toEqual(theirs.tokens)
  expect(ours.logprobs).toHaveLength(theirs.logprobs.length)
  for (const [i, logprob] of theirs.logprobs.entries()) expect(ours.logprobs[i]).toBeCloseTo(logprob, 5)
}

describe('mlx-lm samples the same tokens with', () => {
  it.each<[string, Partial<Sampling>]>([
    ['temperature 0', { temperature: 0 }],
    ['a temperature alone', {}],
    ['top-p', { topP: 0.7 }],
    ['min-p', { minP: 0.1 }],
    ['top-k', { topK: 5 }],
    ['top-k of all but one', { topK: vocabSize - 1 }],
    ['a repetition penalty', { repetitionPenalty: 1.3 }],
    ['a repetition penalty and temperature 0', { repetitionPenalty: 2, temperature: 0 }],
    ['a repetition penalty over all of a short prompt', { repetitionPenalty: 1.3, repetitionContext: 100 }],
    // The order matters where one filter changes the input of the next one.
    ['all of them', { topP: 0.9, minP: 0.02, topK: 12, repetitionPenalty: 1.2, temperature: 2 }],
  ])('%s', async (_, sampling) => {
    await expectSameDraws(randomTokens(40, 8), { ...plain, ...sampling })
  })

  it('any combination of them', async () => {
    const sampling = fc.record({
      temperature: fc.oneof(fc.constant(0), fc.double({ min: 0.05, max: 4, noNaN: true })),
      topP: fc.oneof(fc.constant(1), fc.double({ min: 0.01, max: 1, noNaN: true })),
      minP: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1, noNaN: true })),
      topK: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: vocabSize - 1 })),
      repetitionPenalty: fc.oneof(fc.constant(1), fc.double({ min: 0.5, max: 3, noNaN: true })),
      repetitionContext: fc.integer({ min: 1, max: 60 }),
      seed: fc.nat(),
    })
    const prompt = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.nat()).map(([count, seed]) => randomTokens(count, seed))
    await fc.assert(fc.asyncProperty(prompt, sampling, expectSameDraws), { numRuns: 25, seed: 1, endOnFailure: true })
  })
})

describe('log-probabilities', () => {
  const prompt = randomTokens(20, 2)

  it('are those of the model, before any filter', async () => {
    const { tokens, logprobs } = await draw(prompt, { ...plain, topK: 3, temperature: 0.5 })
    await model.truncate(prompt.length - 1)
    let token = prompt.at(-1) ?? 0
    for (const [i, next] of tokens.entries()) {
      const row = await model.logits(Int32Array.of(token))
      const mass = row.reduce((sum, logit) => sum + Math.exp(logit), 0)
      expect(logprobs[i]).toBeCloseTo((row[next] ?? 0) - Math.log(mass), 4)
      token = next
    }
  })

  it('are the same for a text that is read again', async () => {
    const { tokens, logprobs } = await draw(prompt, plain)
    const text = [...prompt, ...tokens]
    await model.truncate(0)
    const scores = await model.score(Int32Array.from(text.slice(0, -1)), Int32Array.from(text.slice(1)))
    expect(scores).toHaveLength(text.length - 1)
    for (const [i, logprob] of logprobs.entries()) expect(scores[prompt.length - 1 + i]).toBeCloseTo(logprob, 4)
  })

  it('do not change the tokens, and are missing if not requested', async () => {
    const withLogprobs = await draw(prompt, plain)
    const withoutLogprobs = await draw(prompt, plain, false)
    expect(withoutLogprobs.tokens).toEqual(withLogprobs.tokens)
    expect(withoutLogprobs.logprobs).toEqual([])
  })
})

it('a top-k above the vocabulary keeps every token', async () => {
  const prompt = randomTokens(20, 3)
  const all = await draw(prompt, plain)
  expect((await draw(prompt, { ...plain, topK: 10 * vocabSize })).tokens).toEqual(all.tokens)
})
