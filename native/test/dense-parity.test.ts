import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadOptions } from '../index.js'
import { arbitraryDense } from './oracle/arbitrary-dense.js'
import { arbitraryReading, type Reading, randomTokens } from './oracle/arbitrary-model.js'
import { type DenseSpec, denseLayouts, denseSpec } from './oracle/dense-spec.js'
import type { AdapterSpec } from './oracle/model-spec.js'
import { type LogitsAnswer, Oracle } from './oracle/oracle.js'
import { expectIdentical, expectSame, readRows } from './oracle/rows.js'
import { decodeAll, loadModel, spread } from './tiny-model.js'

/** Number of runs with new models, set by `npm run test:heavy -- parity`. */
const heavyRuns = Number(process.env.PARLEY_PARITY_RUNS ?? 0)

let oracle: Oracle
beforeAll(async () => {
  oracle = await Oracle.start()
}, 600_000)
afterAll(() => oracle.close())

const load = (folder: string, options: LoadOptions) =>
  loadModel(folder, { dtype: 'float32', yarn: 'mlx-lm', ...options })

const ask = (
  folders: { readonly model: string; readonly adapter?: string },
  reading: Reading,
  dtype: 'float32' | 'bfloat16' = 'float32',
): Promise<LogitsAnswer> => oracle.logits({ ...folders, dtype, ...reading })

/**
 * Packed weights in mlx-lm's chunks give its bits on the CPU; everything else its logits.
 * @param furtherTokens length of the continuation
 */
async function expectParity(
  folders: { readonly model: string; readonly adapter?: string },
  { isExact = true, chunks = [1, 17, 2048], furtherTokens = 8 } = {},
) {
  const reading = { prompt: randomTokens(50, 3), chunk: 20, continuation: randomTokens(furtherTokens, 4) }
  const theirs = await ask(folders, reading)
  expect(spread(theirs.rows[0] ?? new Float32Array())).toBeGreaterThan(5)
  const packed = await load(folders.model, { weights: 'packed', adapter: folders.adapter })
  const rows = await readRows(packed, reading)
  if (isExact && packed.info.device === 'CPU') expectIdentical(rows, theirs.rows, 'packed')
  else expectSame(rows, theirs.rows, 'packed')
  const unpacked = await load(folders.model, { weights: 'unpacked', adapter: folders.adapter })
  expectSame(await readRows(unpacked, reading), theirs.rows, 'unpacked')
  for (const chunk of chunks) {
    expectSame(await readRows(packed, { ...reading, chunk }), theirs.rows, `packed in chunks of ${chunk}`)
    expectSame(await readRows(unpacked, { ...reading, chunk }), theirs.rows, `unpacked in chunks of ${chunk}`)
  }
}

const wide = { headDim: 64, hiddenSize: 256 } as const
const sliding = {
  layerTypes: ['sliding_attention', 'full_attention', 'sliding_attention'],
  slidingWindow: 16,
} as const

it.each<[string, Partial<DenseSpec>]>([
  ['Llama', {}],
  ['Llama with its own head', { isTied: false, shards: 3 }],
  ['Llama with biases', { hasBiases: true, isTied: false }],
  ['Llama with wide heads', { headDim: 96, heads: 8, kvHeads: 8 }],
  ['Llama with llama3 scaling', { rope: 'llama3', ropeTheta: 500_000 }],
  ['Llama with llama3 scaling in rope_parameters', { rope: 'llama3', ropeKey: 'rope_parameters', seed: 2 }],
  ['Llama with linear scaling', { rope: 'linear' }],
  ['Llama with YaRN', { rope: 'yarn' }],
  ['Llama with traditional positions', { isTraditional: true }],
  ['Llama with traditional positions, scaled', { isTraditional: true, rope: 'llama3' }],
  ['Mistral', { architecture: 'mistral', isTied: false, ropeTheta: 1_000_000 }],
  ['Mistral with a window that no layer has', { architecture: 'mistral', isTied: false, slidingWindow: 16 }],
  ['Qwen 2', { architecture: 'qwen2' }],
  ['Qwen 2 with its own head and YaRN', { architecture: 'qwen2', isTied: false, rope: 'yarn', layout: 'bf16' }],
  ['Qwen 2 with a window, which is not read', { architecture: 'qwen2', ...sliding }],
  ['Qwen 3', { architecture: 'qwen3', ...wide, ropeTheta: 1_000_000 }],
  ['Qwen 3 in rope_parameters', { architecture: 'qwen3', ropeKey: 'rope_parameters', isTied: false }],
])('%s has the logits of mlx-lm', async (_, changes) => {
  await expectParity({ model: await oracle.make(denseSpec(changes)) })
})

it.each<[string, Partial<DenseSpec>]>([
  ['Llama', {}],
  ['Mistral', { architecture: 'mistral', isTied: false, layout: 'bf16' }],
])('%s with sliding layers has the logits of mlx-lm', async (_, changes) => {
  // After the window is full, mlx-lm sums the keys in another order.
  const options = { isExact: false, chunks: [1, 15, 16, 17, 2048], furtherTokens: 42 }
  await expectParity({ model: await oracle.make(denseSpec({ ...sliding, ...changes })) }, options)
})

it.each(denseLayouts)('%s weights have the logits of mlx-lm', async (layout) => {
  for (const changes of [{ isTied: true }, { isTied: false, architecture: 'qwen3' }] as const) {
    const model = await oracle.make(denseSpec({ layout, layers: 2, ...changes }))
    await expectParity({ model }, { chunks: [] })
  }
})

it('a long context has the logits of mlx-lm', async () => {
  const model = await oracle.make(denseSpec({ rope: 'llama3', layers: 2 }))
  const reading = { prompt: randomTokens(2_500, 8), chunk: 512, continuation: randomTokens(4, 9) }
  const theirs = await ask({ model }, reading)
  for (const weights of ['packed', 'unpacked'] as const) {
    expectSame(await readRows(await load(model, { weights }), { ...reading, chunk: 64 }), theirs.rows, weights)
  }
})

it('decodes the tokens of mlx-lm, with their log-probabilities', async () => {
  for (const architecture of ['llama', 'qwen2', 'qwen3'] as const) {
    const folder = await oracle.make(denseSpec({ architecture }))
    const prompt = randomTokens(30, 11)
    const settings = {
      temperature: 0,
      topP: 1,
      minP: 0,
      topK: 0,
      repetitionPenalty: 1.1,
      repetitionContext: 20,
      seed: 1,
    }
    const question = { model: folder, dtype: 'float32' as const, prompt, chunk: 2048, maxTokens: 40, ...settings }
    const theirs = await oracle.generate(question)
    const model = await load(folder, { weights: 'packed' })
    await model.prefill(Int32Array.from(prompt.slice(0, -1)))
    const ours = await decodeAll(model, {
      ...settings,
      lastToken: prompt.at(-1) ?? 0,
      recentTokens: prompt.slice(0, -1),
      maxTokens: 40,
      logprobs: true,
    })
    expect(ours.tokens).toEqual(theirs.tokens)
    for (const [i, logprob] of theirs.logprobs.entries()) expect(ours.logprobs[i]).toBeCloseTo(logprob, 4)
  }
})

describe('without a window', () => {
  it('the cache can go back to any prefix, and fork there', async () => {
    const folder = await oracle.make(denseSpec({ architecture: 'qwen3', layout: 'bf16' }))
    const model = await load(folder, { weights: 'packed' })
    const prompt = randomTokens(300, 12)
    const further = randomTokens(9, 13)
    await model.prefill(Int32Array.from(prompt))
    for (const length of [299, 257, 256, 255, 100, 1]) {
      const theirs = await ask(
        { model: folder },
        { prompt: [...prompt.slice(0, length), ...further], chunk: length, continuation: [] },
      )
      const sequence = await model.fork(length)
      await model.prefill(Int32Array.from(further.slice(0, -1)))
      expectSame([await model.logits(Int32Array.of(further.at(-1) ?? 0))], theirs.rows, `forked at ${length}`)
      await model.select(0)
      await model.drop(sequence)
      await model.truncate(length)
      await model.prefill(Int32Array.from(further.slice(0, -1)))
      expectSame([await model.logits(Int32Array.of(further.at(-1) ?? 0))], theirs.rows, `cut at ${length}`)
      await model.truncate(length)
    }
  })
})

describe('an adapter has the logits of mlx-lm', () => {
  const lora: AdapterSpec = {
    type: 'lora',
    seed: 3,
    rank: 4,
    scale: 2,
    layers: 2,
    keys: [
      'self_attn.q_proj',
      'self_attn.v_proj',
      'self_attn.o_proj',
      'mlp.gate_proj',
      'mlp.down_proj',
      'model.embed_tokens',
    ],
  }
  it.each<[string, Partial<DenseSpec>, AdapterSpec]>([
    ['LoRA over packed weights and a tied head', {}, lora],
    ['LoRA over plain weights', { layout: 'bf16', architecture: 'qwen3' }, lora],
    ['LoRA with a head', { isTied: false, architecture: 'mistral' }, { ...lora, keys: [...lora.keys, 'lm_head'] }],
    ['LoRA beside biases', { architecture: 'qwen2' }, { ...lora, keys: ['self_attn.q_proj', 'self_attn.k_proj'] }],
    ['DoRA over packed matrices', {}, { ...lora, type: 'dora', keys: ['self_attn.q_proj', 'mlp.up_proj'] }],
    ['DoRA over plain matrices and a tied head', { layout: 'bf16' }, { ...lora, type: 'dora' }],
    [
      'full over plain matrices',
      { layout: 'bf16', architecture: 'qwen3' },
      { ...lora, type: 'full', keys: ['self_attn.q_proj', 'self_attn.q_norm', 'mlp.down_proj', 'model.embed_tokens'] },
    ],
  ])('%s', async (_, changes, adapterSpec) => {
    const model = await oracle.make(denseSpec(changes))
    const adapter = await oracle.makeAdapter(model, adapterSpec)
    await expectParity({ model, adapter }, { isExact: false, chunks: [] })
    // Otherwise the comparison would also pass if neither applied the adapter.
    const reading = { prompt: randomTokens(20, 3), chunk: 20, continuation: [] }
    const [bare, adapted] = [await ask({ model }, reading), await ask({ model, adapter }, reading)]
    expect(() => expectSame(bare.rows, adapted.rows, 'without the adapter')).toThrow()
  })
})

it('random models have the logits of mlx-lm', async () => {
  const run = arbitraryDense.chain((spec) =>
    fc.record({
      spec: fc.constant(spec),
      reading: arbitraryReading(spec.slidingWindow ?? 16),
      weights: fc.constantFrom('packed' as const, 'unpacked' as const),
    }),
  )
  const property = fc.asyncProperty(run, async ({ spec, reading, weights }) => {
    const folder = await oracle.make(spec)
    const theirs = await ask({ model: folder }, reading)
    const model = await load(folder, { weights })
    const isExact = weights === 'packed' && !spec.layerTypes?.includes('sliding_attention')
    const rows = await readRows(model, reading)
    if (isExact && model.info.device === 'CPU') expectIdentical(rows, theirs.rows, 'a random model')
    else expectSame(rows, theirs.rows, 'a random model')
  })
  // Shrinking would make and load hundreds of models, and the failed case is printed in full anyway.
  const options = heavyRuns > 0 ? { numRuns: heavyRuns } : { numRuns: 16, seed: 5 }
  await fc.assert(property, { endOnFailure: true, ...options })
}, 3_600_000)

// Finds float32 scalars in the graph, which float32 models can't show.
it.each<[string, Partial<DenseSpec>]>([
  ['Llama', { rope: 'llama3' }],
  ['Llama with YaRN and biases', { rope: 'yarn', hasBiases: true }],
  ['Qwen 2', { architecture: 'qwen2', isTied: false }],
  ['Qwen 3', { architecture: 'qwen3', layout: 'bf16' }],
])('%s has the same bits as mlx-lm in bfloat16', async (_, changes) => {
  const folder = await oracle.make(denseSpec({ layers: 2, ...changes }))
  const model = await load(folder, { dtype: 'bfloat16' })
  const reading = { prompt: randomTokens(12, 6), chunk: 7, continuation: randomTokens(3, 7) }
  const theirs = await ask({ model: folder }, reading, 'bfloat16')
  expectIdentical(await readRows(model, reading), theirs.rows, 'in bfloat16')
})
