import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../native/test/model-folder.js'
import { addonPath, loadTiny, someTokens, tinyModel } from '../../../native/test/tiny-model.js'
import { type ZeroDenseSizes, type ZeroModelSizes, zeroDenseModel, zeroModel } from '../../../native/test/zero-model.js'
import { contextWithin, type Forecast, forecast, fullCapacity } from '../../memory/forecast.js'

const program = fileURLToPath(new URL('../../../out/app/cli/engine.cjs', import.meta.url))

/** Runs the command in its own process, so that no other model's memory is counted. */
function runEngine<T>(...args: readonly string[]): T {
  const env = { ...process.env, PARLEY_NATIVE: addonPath() }
  return JSON.parse(execFileSync(process.execPath, [program, ...args], { env, encoding: 'utf8' })) as T
}

const small: ZeroModelSizes = {
  layers: 4,
  hiddenSize: 256,
  intermediateSize: 256,
  heads: 8,
  kvHeads: 2,
  headDim: 64,
  experts: 8,
  expertsPerToken: 4,
  vocabSize: 4_096,
  contextLength: 700,
  slidingWindow: 128,
}

const models: Readonly<Record<string, Partial<ZeroModelSizes>>> = {
  'a small model': {},
  'wide layers': { hiddenSize: 1_024, contextLength: 300 },
  'wide experts': { intermediateSize: 1_024, contextLength: 300 },
  'many heads and a large cache': { heads: 32, kvHeads: 16, contextLength: 500 },
  'a large vocabulary': { vocabSize: 60_000, contextLength: 200 },
  'a long window': { slidingWindow: 600, contextLength: 900, layers: 3 },
  'many layers': { layers: 12, contextLength: 200 },
}

function check(folder: string, contextLength: number): void {
  const tokens = join(temporaryFolder(), 'tokens.json')
  const replyTokens = 12
  writeFileSync(tokens, JSON.stringify(someTokens(contextLength - replyTokens)))
  const predicted = runEngine<{ forecast: Forecast }>('info', '--model', folder).forecast
  const args = ['--model', folder, '--tokens', tokens, '--max-tokens', String(replyTokens)]
  const { stats } = runEngine<{ stats: { peakMemoryBytes: number } }>('generate', ...args)
  const ratio = predicted.totalBytes / stats.peakMemoryBytes
  const difference = `${predicted.totalBytes} bytes predicted, ${stats.peakMemoryBytes} used`
  expect(ratio, difference).toBeGreaterThan(0.95)
  expect(ratio, difference).toBeLessThan(1.05)
}

// A forecast that is too low can crash a Mac; one that is too high refuses a model that fits.
it.each(Object.entries(models))('predicts the memory of %s with a full context within 5 %%', (_, change) => {
  const sizes = { ...small, ...change }
  check(zeroModel(sizes), sizes.contextLength)
})

const smallDense: ZeroDenseSizes = {
  layers: 4,
  hiddenSize: 512,
  intermediateSize: 1_408,
  heads: 8,
  kvHeads: 2,
  headDim: 64,
  vocabSize: 4_096,
  contextLength: 700,
  isTied: false,
}

const denseModels: Readonly<Record<string, Partial<ZeroDenseSizes>>> = {
  'a small dense model': {},
  'a dense model with a tied head': { isTied: true, vocabSize: 30_000, contextLength: 300 },
  // Most of it is the results of one chunk.
  'a dense model with a wide middle': {
    layers: 2,
    hiddenSize: 128,
    intermediateSize: 8_192,
    heads: 2,
    kvHeads: 1,
    vocabSize: 3_072,
    contextLength: 300,
  },
  'a dense model with many heads and a large cache': { heads: 32, kvHeads: 16, contextLength: 500 },
  'a dense model with a large vocabulary': { vocabSize: 60_000, hiddenSize: 128, contextLength: 200 },
  'a dense model with a long context': { contextLength: 3_000, layers: 2 },
}

it.each(Object.entries(denseModels))('predicts the memory of %s with a full context within 5 %%', (_, change) => {
  const sizes = { ...smallDense, ...change }
  check(zeroDenseModel(sizes), sizes.contextLength)
})

it('predicts the memory of the tiny model with a full context within 5 %', () => {
  check(tinyModel, 2_048)
})

it('the command names the architecture and the sizes of a dense model, which has no experts', () => {
  expect(runEngine('info', '--model', zeroDenseModel(smallDense))).toMatchObject({
    modelType: 'llama',
    architecture: 'llama',
    layers: 4,
    experts: 0,
    expertsPerToken: 0,
    quantization: 'bfloat16',
    forecast: { slidingBytes: 0, checkpointBytes: 0, contextThatFits: 700 },
  })
})

it('predicts the allocated size of keys and values', async () => {
  const model = await loadTiny()
  for (const length of [1, 256, 257, 700, 1_024, 1_537, 2_047, 2_048]) {
    await model.pretend(length)
    const { kvHeads, headDim, elementBytes, layers, slidingLayers, slidingWindow, contextLength } = model.info
    const perToken = 2 * kvHeads * headDim * elementBytes
    const sliding = slidingLayers * (slidingWindow - 1 + 256)
    const full = (layers - slidingLayers) * fullCapacity(length, contextLength)
    expect(model.cacheBytes, `${length} tokens`).toBe(perToken * (sliding + full))
  }
})

it('finds the longest context that fits, and 0 if none fits', async () => {
  const { info } = await loadTiny()
  for (const length of [1, 100, 700, 2_047]) {
    const { totalBytes } = forecast(info, length)
    const found = contextWithin(info, totalBytes)
    expect(found).toBeGreaterThanOrEqual(length)
    expect(forecast(info, found).totalBytes).toBeLessThanOrEqual(totalBytes)
  }
  expect(contextWithin(info, forecast(info).totalBytes)).toBe(info.contextLength)
  expect(contextWithin(info, info.residentBytes)).toBe(0)
})
