import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { fetchOracle } from '../setup/oracle.mjs'
import { out, root } from '../setup/places.mjs'
import { engineSpeed } from './engine.mjs'

const addon = join(out, 'native', 'parley_engine.node')
const tinyModel = join(root, 'native', 'tiny-model', 'model')
const shortest = { contexts: [16, 40], rounds: 1, seconds: 0.01, maxSeconds: 1, minTokens: 4, promptTokens: 32 }

beforeAll(fetchOracle, 600_000)

const number = expect.any(Number)
const spread = { median: number, least: number, most: number }
const speed = { tokensPerSecond: spread, peakBytes: number }
const figure = { tokens: number, rounds: 1, parley: speed, mlxLm: speed, ratio: spread }
const firstToken = (cachedTokens) => ({
  promptTokens: number,
  rounds: 1,
  parley: { ms: spread, cachedTokens },
  mlxLm: { ms: spread, cachedTokens },
  ratio: spread,
})

test('a short run measures every figure on both sides', async () => {
  expect(existsSync(addon)).toBe(true)
  const answer = await engineSpeed(addon, [tinyModel], shortest)
  const point = (context) => ({
    context,
    prefill: figure,
    decode: {
      ...figure,
      overhead: { totalMs: spread, buildMs: spread, deliveryMs: spread },
      bound: expect.objectContaining({ bytesPerToken: number }),
    },
  })
  expect(answer).toMatchObject({
    leastRatio: { prefill: number, decode: number, firstToken: number },
    models: [
      {
        name: 'model',
        parley: { mlxVersion: '0.32.4', weights: expect.any(String) },
        mlxLm: { version: '0.32.2', mlxVersion: '0.32.4' },
        points: [point(16), point(40)],
        firstToken: { cold: firstToken(0), warm: firstToken(expect.toSatisfy((count) => count > 0)) },
        memory: { parley: { processBytes: number }, mlxLm: { processBytes: number }, ratio: number },
      },
    ],
  })
})
