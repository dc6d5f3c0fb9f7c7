import { expect, it } from 'vitest'
import { randomModel } from './random-model.js'
import { decodeAll, loadModel } from './tiny-model.js'

const sizes = { heads: 8, kvHeads: 8, headDim: 64, window: 16, contextLength: 40_000 }

/** Bytes of one full layer's keys, or values, in float32. */
const bufferBytes = (tokens: number) => tokens * sizes.kvHeads * sizes.headDim * 4

// Copying the buffers for each token would make decoding quadratic in the context; keeping all old buffers until all new
// ones exist would double the memory. With only one layer the time between two writes is the shortest.
it('a long context is decoded in place, and full buffers grow by a quarter, one at a time', async () => {
  const model = await loadModel(randomModel({ ...sizes, layers: 'f' }))
  await model.pretend(16_000)
  const { cacheBytes } = model
  model.peakMemory(true)
  await decodeAll(model, { lastToken: 1, maxTokens: 20 })
  expect(model.cacheBytes).toBe(cacheBytes)
  expect(model.peakMemory()).toBeLessThan(cacheBytes + bufferBytes(16_000) / 4)

  const capacity = cacheBytes / bufferBytes(2)
  await model.pretend(capacity)
  model.peakMemory(true)
  await decodeAll(model, { lastToken: 1, maxTokens: 3 })
  expect(model.cacheBytes).toBeGreaterThan(cacheBytes * 1.2)
  expect(model.peakMemory()).toBeLessThan(model.cacheBytes + bufferBytes(capacity) * 1.1)
})
