import { describe, expect, it } from 'vitest'
import type { LoadOptions } from '../index.js'
import type { Json } from './model-folder.js'
import { loadModel } from './tiny-model.js'
import { headDim, keyLength, pairs, theta, turningModel, wholeValue } from './turning-model.js'

const gptOss = { rope_type: 'yarn', factor: 32, beta_fast: 32, beta_slow: 1, original_max_position_embeddings: 4096 }

/** Computes radians per token for each pair from the logits. `factor`: multiplier of queries and keys. */
async function measureSpeeds(rope: Json | null, factor: number, options: LoadOptions = {}): Promise<number[]> {
  const model = await loadModel(turningModel(rope), { dtype: 'float32', ...options })
  const row = await model.logits(Int32Array.of(0, 1))
  return Array.from({ length: pairs }, (_, i) => {
    const arrived = (row[i] ?? 0) / (row[pairs] ?? 0) / wholeValue
    const score = Math.log(arrived / (1 - arrived))
    const strength = (keyLength(i) * factor ** 2) / Math.sqrt(headDim)
    return Math.asin(score / strength)
  })
}

const concentration = 0.1 * Math.log(gptOss.factor) + 1

/** The formula of torch/model.py in OpenAI's gpt-oss, in float64; `round`: whether to round the range, as mlx-lm does. */
function yarnSpeeds(round: boolean): number[] {
  const bound = (turns: number) =>
    (pairs * Math.log(gptOss.original_max_position_embeddings / (turns * 2 * Math.PI))) / Math.log(theta)
  const low = round ? Math.floor(bound(gptOss.beta_fast)) : bound(gptOss.beta_fast)
  const high = round ? Math.ceil(bound(gptOss.beta_slow)) : bound(gptOss.beta_slow)
  return plainSpeeds().map((speed, i) => {
    const kept = 1 - Math.min(1, Math.max(0, (i - low) / (high - low)))
    return (speed / gptOss.factor) * (1 - kept) + speed * kept
  })
}

function plainSpeeds(): number[] {
  return Array.from({ length: pairs }, (_, i) => theta ** (-i / pairs))
}

function expectSpeeds(measured: readonly number[], expected: readonly number[]): void {
  expect(measured).toHaveLength(expected.length)
  for (const [i, speed] of expected.entries()) {
    const error = Math.abs((measured[i] ?? Number.NaN) / speed - 1)
    expect(error, `pair ${i} turns by ${measured[i]} instead of ${speed}`).toBeLessThan(1e-4)
  }
}

describe('positions', () => {
  it('turn like plain RoPE without YaRN', async () => {
    expectSpeeds(await measureSpeeds(null, 1), plainSpeeds())
  })

  it('turn like in mlx-lm by default: the range is always rounded', async () => {
    expectSpeeds(await measureSpeeds({ ...gptOss, truncate: false }, concentration), yarnSpeeds(true))
  })

  it('turn like OpenAI’s reference if the options say so', async () => {
    const options = { yarn: 'reference' } as const
    expectSpeeds(await measureSpeeds({ ...gptOss, truncate: false }, concentration, options), yarnSpeeds(false))
  })

  it('are also rounded in the reference if the config says so', async () => {
    const options = { yarn: 'reference' } as const
    expectSpeeds(await measureSpeeds({ ...gptOss, truncate: true }, concentration, options), yarnSpeeds(true))
  })

  it('differ enough between both for these tests to notice', () => {
    const reference = yarnSpeeds(false)
    const worst = Math.max(...yarnSpeeds(true).map((speed, i) => speed / (reference[i] ?? 0) - 1))
    // With rounding, pair 17 turns 75 % too fast.
    expect(worst).toBeCloseTo(0.763, 2)
  })
})
