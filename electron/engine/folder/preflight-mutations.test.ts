import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { adapterFolder, factors, loraConfig } from '../../../native/test/adapter.js'
import { type Json, safetensors, temporaryFolder, zeroTensors } from '../../../native/test/model-folder.js'
import { microDenseConfig, microDenseQuery, microDenseShapes } from '../../../native/test/synthetic-dense.js'
import { configOf, microSizes, shapesOf } from '../../../native/test/synthetic-model.js'
import { asOpenAi, readTensors, writeTensors } from '../../../native/test/tensors.js'
import { inspectModel, loadModel } from '../../../native/test/tiny-model.js'
import { FolderError } from './folder-error.js'

/** `PARLEY_MUTATIONS=10000` runs more mutations with a random seed. */
const moreRuns = Number(process.env.PARLEY_MUTATIONS ?? 0)

const gptOss = configOf(microSizes)
const sorted = zeroTensors(shapesOf(microSizes))
const raw = writeTensors(asOpenAi(readTensors(sorted)))
const query = 'model.layers.0.self_attn.q_proj'
const experts = 'model.layers.1.mlp.experts.up_proj'
const gptOssLora = new Map(
  [query, experts].flatMap((path, i) => {
    const { inner, hidden, heads, headDim } = microSizes
    const shape = path === query ? [heads * headDim, hidden] : [microSizes.experts, inner, hidden]
    return factors(path, { dtype: 'F32', shape, bytes: Buffer.alloc(0) }, i)
  }),
)

const denseLora = new Map(
  factors(microDenseQuery.path, { dtype: 'F32', shape: [...microDenseQuery.shape], bytes: Buffer.alloc(0) }, 0),
)

const models = {
  'gpt-oss': { config: gptOss, weights: sorted, lora: gptOssLora },
  'OpenAI’s own': { config: gptOss, weights: raw, lora: gptOssLora },
  dense: { config: microDenseConfig, weights: zeroTensors(microDenseShapes()), lora: denseLora },
} as const

function partsOf(file: Buffer): { header: Json; data: Buffer } {
  const length = Number(file.readBigUInt64LE())
  return { header: JSON.parse(file.subarray(8, 8 + length).toString()), data: file.subarray(8 + length) }
}

/** Values that broke other parsers, and values near the valid ones. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    '__proto__',
    [],
    {},
    [[]],
    0,
    -0,
    -1,
    1,
    2,
    3,
    0.5,
    31,
    33,
    64,
    1e-320,
  ),
  fc.constantFrom<unknown>(
    2 ** 20,
    2 ** 31,
    2 ** 32 + 1,
    2 ** 53,
    2 ** 63,
    1e300,
    'U8',
    'U32',
    'BF16',
    'F64',
    'mxfp4',
    'affine',
  ),
  fc.integer({ min: -3, max: 300 }),
  fc.array(fc.integer({ min: -1, max: 5000 }), { maxLength: 5 }),
)

type Change = (value: unknown) => unknown
const change: fc.Arbitrary<Change> = fc.oneof(
  hostile.map((value) => () => value),
  fc.constantFrom<Change>(
    () => undefined,
    (value) => (typeof value === 'number' ? value * 2 : [value]),
    (value) => (typeof value === 'number' ? value + 1 : String(value)),
    (value) => (typeof value === 'number' ? value - 1 : value),
    (value) => (Array.isArray(value) ? value.toReversed() : value),
  ),
)

/** Returns a copy of `json` in which one value is changed. Each step selects a key, modulo the number of keys. */
function changed(json: unknown, [step, ...rest]: readonly number[], apply: Change): unknown {
  if (step === undefined || typeof json !== 'object' || json === null) return apply(json)
  const keys = Object.keys(json)
  const key = keys[step % Math.max(keys.length, 1)]
  if (key === undefined) return apply(json)
  const copy = (Array.isArray(json) ? [...json] : { ...json }) as Record<string, unknown>
  copy[key] = changed(copy[key], rest, apply)
  return copy
}

const walk = fc.array(fc.nat(2000), { minLength: 1, maxLength: 4 })
const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 })

const mutation = fc.record({
  model: fc.constantFrom('gpt-oss' as const, 'OpenAI’s own' as const, 'dense' as const),
  target: fc.constantFrom('config', 'header', 'bytes', 'cut', 'adapter header', 'adapter config'),
  steps: fc.array(fc.tuple(walk, change), { minLength: 1, maxLength: 3 }),
  flips,
  length: fc.nat(4000),
})

function build({ model, target, steps, flips, length }: typeof mutation extends fc.Arbitrary<infer T> ? T : never) {
  const apply = (json: unknown) => steps.reduce((value, [path, change]) => changed(value, path, change), json)
  const inHeader = (file: Buffer) => safetensors(apply(partsOf(file).header) ?? null, partsOf(file).data)
  const folder = temporaryFolder()
  const { config, weights: whole, lora } = models[model]
  let file: Buffer = Buffer.from(whole)
  if (target === 'header') file = inHeader(file)
  if (target === 'cut') file = file.subarray(0, length * 3)
  if (target === 'bytes') {
    // The header and its length are in these bytes.
    for (const [at, value] of flips) file[at % 12_000] = value
  }
  writeFileSync(join(folder, 'model.safetensors'), file)
  writeFileSync(join(folder, 'config.json'), JSON.stringify(target === 'config' ? apply(config) : config) ?? '')
  if (!target.startsWith('adapter')) return { folder }
  const weights = target === 'adapter header' ? inHeader(writeTensors(lora)) : writeTensors(lora)
  const text = JSON.stringify(target === 'adapter config' ? apply(loraConfig()) : loraConfig())
  return { folder, adapter: adapterFolder(weights, text ?? '') }
}

it('a mutated folder is refused with a FolderError, or loads and computes logits', async () => {
  const seen = { refused: 0, loaded: 0 }
  const property = fc.asyncProperty(mutation, async (mutation) => {
    const { folder, adapter } = build(mutation)
    const options = { adapter, weights: 'packed' } as const
    const info = await inspectModel(folder, options).catch((error: unknown) => error)
    if (info instanceof Error) {
      expect(info).toBeInstanceOf(FolderError)
      seen.refused++
      return
    }
    // MLX must be able to compute every model that the preflight accepts.
    const model = await loadModel(folder, options)
    const tokens = Int32Array.from(
      { length: Math.min(20, model.info.contextLength) },
      (_, i) => i % model.info.vocabSize,
    )
    expect(await model.logits(tokens)).toHaveLength(model.info.vocabSize)
    seen.loaded++
  })
  await fc.assert(property, moreRuns > 0 ? { numRuns: moreRuns } : { numRuns: 250, seed: 1 })
  expect(seen.refused).toBeGreaterThan(50)
  expect(seen.loaded).toBeGreaterThan(20)
  if (moreRuns > 0) console.log(seen)
}, 3_600_000)
