import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NativeModel } from '../index.js'
import { clearMargin, tolerance } from './oracle/rows.js'
import { argmax, decodeAll, loadTiny, readPrompt, tinyModel } from './tiny-model.js'

interface Row {
  readonly argmax: number
  readonly margin: number
  readonly spread: number
  readonly columns: readonly number[]
}

interface Golden {
  readonly prompt: readonly number[]
  readonly continuation: readonly number[]
  readonly rows: Readonly<Record<string, Row>>
  readonly greedy: readonly number[]
  readonly greedyMargins: readonly number[]
  readonly sampled: { readonly temperature: number; readonly topP: number; readonly seed: number; tokens: number[] }
}

interface Goldens {
  readonly weights: string
  readonly columnStride: number
  readonly prompts: readonly Golden[]
}

const goldens = JSON.parse(readFileSync(new URL('goldens/tiny-model.json', import.meta.url), 'utf8')) as Goldens
const [short, middle, long] = goldens.prompts as [Golden, Golden, Golden]

function check(row: Float32Array, golden: Row, what: string): void {
  const columns = golden.columns.map((_, i) => row[i * goldens.columnStride] ?? Number.NaN)
  const worst = Math.max(...columns.map((value, i) => Math.abs(value - (golden.columns[i] ?? Number.NaN))))
  expect(worst / golden.spread, `${what}: the logits are not mlx-lm’s`).toBeLessThan(tolerance)
  if (golden.margin > clearMargin) expect(argmax(row), `${what}: another token is the likeliest`).toBe(golden.argmax)
}

async function checkRows(
  model: NativeModel,
  golden: Golden,
  chunk: number,
  further = golden.continuation.length,
): Promise<void> {
  const what = `${golden.prompt.length} tokens in chunks of ${chunk}`
  await model.truncate(0)
  let row = await readPrompt(model, golden.prompt, { chunk })
  for (let i = 0; i <= further; i++) {
    if (i > 0) row = await model.logits(Int32Array.of(golden.continuation[i - 1] ?? 0))
    const expected = golden.rows[i]
    if (expected) check(row, expected, `${what}, ${i} further`)
  }
}

/** The number of tokens before the first near-tie, which may be resolved either way. */
function clearTokenCount(golden: Golden): number {
  const tie = golden.greedyMargins.findIndex((margin) => margin <= clearMargin)
  return tie < 0 ? golden.greedy.length : tie
}

it('the goldens belong to the current weights', () => {
  const weights = createHash('sha256')
    .update(readFileSync(join(tinyModel, 'model.safetensors')))
    .digest('hex')
  expect(weights, 'The tiny model changed: run `python native/test/record-goldens.py` and commit its file').toBe(
    goldens.weights,
  )
})

describe.each(['unpacked', 'packed'] as const)('with %s weights', (weights) => {
  let model: NativeModel
  beforeAll(async () => {
    model = await loadTiny({ weights })
  })

  it.each([short, middle, long])('the logits are those of mlx-lm, prompt of $prompt.length tokens', async (golden) => {
    await checkRows(model, golden, 64)
  })

  it('decodes the same tokens as mlx-lm', async () => {
    for (const golden of goldens.prompts) {
      await model.truncate(0)
      await readPrompt(model, golden.prompt)
      await model.truncate(golden.prompt.length - 1)
      const { tokens } = await decodeAll(model, {
        lastToken: golden.prompt.at(-1) ?? 0,
        maxTokens: golden.greedy.length,
      })
      expect(tokens.slice(0, clearTokenCount(golden))).toEqual(golden.greedy.slice(0, clearTokenCount(golden)))
    }
  })

  it('samples the same tokens as mlx-lm with the same seed', async () => {
    const { prompt, sampled } = middle
    await model.truncate(0)
    await readPrompt(model, prompt)
    await model.truncate(prompt.length - 1)
    const { tokens } = await decodeAll(model, {
      ...sampled,
      lastToken: prompt.at(-1) ?? 0,
      maxTokens: sampled.tokens.length,
    })
    expect(tokens).toEqual(sampled.tokens)
  })
})

// The window is 128 tokens: chunks that end near it use each kind of mask.
it.each([31, 127, 128, 129, 399])('the logits do not depend on the chunk size: %i', async (chunk) => {
  await checkRows(await loadTiny(), long, chunk, 2)
})
