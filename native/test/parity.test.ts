import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadOptions } from '../index.js'
import { arbitraryModel, arbitraryReading, type Reading, randomTokens } from './oracle/arbitrary-model.js'
import { type AdapterSpec, type ModelSpec, modelSpec } from './oracle/model-spec.js'
import { type LogitsAnswer, Oracle } from './oracle/oracle.js'
import { expectIdentical, expectSame, readRows } from './oracle/rows.js'
import { loadModel, spread } from './tiny-model.js'

/** Number of runs with new models, set by `npm run test:heavy -- parity`. */
const heavyRuns = Number(process.env.PARLEY_PARITY_RUNS ?? 0)

/** With a smaller margin, rounding may choose another expert and change the logits. */
const minRouterMargin = 2e-5

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

/** On a GPU the order of sums differs from mlx-lm on the CPU. */
function expectParity(
  ours: readonly Float32Array[],
  theirs: LogitsAnswer,
  isSameOrder: boolean,
  device: string,
  what: string,
) {
  if (isSameOrder && device === 'CPU') expectIdentical(ours, theirs.rows, what)
  else expectSame(ours, theirs.rows, what)
}

/** Adapts linear layers, experts, embedding and head, each of which mlx-lm handles differently. */
const adapter: AdapterSpec = {
  type: 'lora',
  seed: 1,
  rank: 4,
  scale: 2,
  layers: 2,
  keys: [
    'self_attn.q_proj',
    'self_attn.o_proj',
    'mlp.router',
    'mlp.experts.gate_proj',
    'mlp.experts.down_proj',
    'model.embed_tokens',
    'lm_head',
  ],
}

describe.each<[string, Partial<ModelSpec>, AdapterSpec?]>([
  ['MXFP4-Q4', { layout: 'mxfp4-q4' }],
  ['MXFP4-Q8 without modes, in shards', { layout: 'mxfp4-q8', hasModes: false, shards: 3 }],
  ['MXFP4-Q4 with rope_parameters', { layout: 'mxfp4-q4', ropeKey: 'rope_parameters', seed: 2 }],
  ['affine 4-bit', { layout: 'affine-4' }],
  ['affine 3-bit in small groups', { layout: 'affine-3-32', isYarn: false }],
  ['mxfp4 throughout', { layout: 'mxfp4' }],
  ['bfloat16', { layout: 'bf16', shards: 2 }],
  ['OpenAI’s own layout', { layout: 'raw', shards: 2 }],
  ['mxfp8 throughout', { layout: 'mxfp8' }],
  ['nvfp4 throughout', { layout: 'nvfp4' }],
  ['MXFP4-Q4 with a LoRA adapter', { layout: 'mxfp4-q4' }, adapter],
  ['MXFP4-Q4 with a LoRA adapter without a type', { layout: 'mxfp4-q4' }, { ...adapter, type: null }],
  ['bfloat16 with a LoRA adapter', { layout: 'bf16' }, adapter],
])('%s', (_, changes, adapterSpec) => {
  const make = async (slidingWindow: number) => {
    const model = await oracle.make(modelSpec({ ...changes, slidingWindow }))
    return { model, adapter: adapterSpec && (await oracle.makeAdapter(model, adapterSpec)) }
  }

  it('has the same bits as mlx-lm until the window is full', async () => {
    const folders = await make(32)
    const model = await load(folders.model, { weights: 'packed', adapter: folders.adapter })
    // Only chunks of more than 16 tokens are sorted by expert.
    for (const chunk of [5, 20]) {
      const reading = { prompt: randomTokens(26, chunk), chunk, continuation: randomTokens(6, 1) }
      const theirs = await ask(folders, reading)
      expect(spread(theirs.rows[0] ?? new Float32Array())).toBeGreaterThan(5)
      expectParity(await readRows(model, reading), theirs, true, model.info.device, `in chunks of ${chunk}`)
    }
  })

  it('has the logits of mlx-lm after the window is full, in chunks of any size', async () => {
    const folders = await make(16)
    const reading = { prompt: randomTokens(50, 3), chunk: 2048, continuation: randomTokens(42, 4) }
    const theirs = await ask(folders, reading)
    for (const weights of ['packed', 'unpacked'] as const) {
      const model = await load(folders.model, { weights, adapter: folders.adapter })
      for (const chunk of [1, 15, 16, 17, 2048]) {
        expectSame(await readRows(model, { ...reading, chunk }), theirs.rows, `${weights} in chunks of ${chunk}`)
      }
    }
  })
})

it('nvfp4 with a scale for each expert has the logits of mlx-lm with the same weights unpacked', async () => {
  const reading = { prompt: randomTokens(40, 3), chunk: 20, continuation: randomTokens(4, 4) }
  const theirs = await ask({ model: await oracle.make(modelSpec({ layout: 'nvfp4-global-unpacked' })) }, reading)
  const folder = await oracle.make(modelSpec({ layout: 'nvfp4-global' }))
  for (const weights of ['packed', 'unpacked'] as const) {
    expectSame(await readRows(await load(folder, { weights }), reading), theirs.rows, weights)
  }
})

describe('random models', () => {
  it('have the logits of mlx-lm', async () => {
    const run = arbitraryModel.chain((spec) =>
      fc.record({
        spec: fc.constant(spec),
        reading: arbitraryReading(spec.slidingWindow),
        weights: fc.constantFrom('packed' as const, 'unpacked' as const),
      }),
    )
    const property = fc.asyncProperty(run, async ({ spec, reading, weights }) => {
      const folder = await oracle.make(spec)
      const theirs = await ask({ model: folder }, reading)
      fc.pre(theirs.routerMargin > minRouterMargin)
      const model = await load(folder, { weights })
      const isSameOrder =
        weights === 'packed' && reading.prompt.length + reading.continuation.length <= spec.slidingWindow
      expectParity(await readRows(model, reading), theirs, isSameOrder, model.info.device, 'a random model')
    })
    // Shrinking would make and load hundreds of models, and the failed case is printed in full anyway.
    const options = heavyRuns > 0 ? { numRuns: heavyRuns } : { numRuns: 14, seed: 4 }
    await fc.assert(property, { endOnFailure: true, ...options })
  }, 3_600_000)
})

describe('in bfloat16', () => {
  // Finds float32 scalars in the graph, which float32 models can't show.
  it.each(['mxfp4-q4', 'mxfp4-q8', 'affine-4'] as const)('%s has the same bits as mlx-lm', async (layout) => {
    const folder = await oracle.make(
      modelSpec({ layout, layers: 2, layerTypes: ['sliding_attention', 'full_attention'] }),
    )
    const model = await load(folder, { dtype: 'bfloat16' })
    const reading = { prompt: randomTokens(12, 6), chunk: 7, continuation: randomTokens(3, 7) }
    const theirs = await ask({ model: folder }, reading, 'bfloat16')
    expectIdentical(await readRows(model, reading), theirs.rows, 'in bfloat16')
  })
})
