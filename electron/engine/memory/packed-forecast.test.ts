import { expect, it } from 'vitest'
import { loadModel, someTokens } from '../../../native/test/tiny-model.js'
import { zeroDenseModel } from '../../../native/test/zero-model.js'
import { forecast } from '../../memory/forecast.js'

// In a file of its own, so that no other model is in this process. The command can't choose packed weights.
it('predicts the memory of a packed model without sinks within 5 %', async () => {
  const folder = zeroDenseModel({
    layers: 2,
    hiddenSize: 128,
    intermediateSize: 512,
    heads: 16,
    kvHeads: 4,
    headDim: 64,
    vocabSize: 3_072,
    contextLength: 1_500,
    isTied: false,
  })
  const model = await loadModel(folder, { weights: 'packed' })
  model.peakMemory(true)
  const tokens = someTokens(model.info.contextLength - 12)
  for (let at = 0; at < tokens.length; at += 64) await model.prefill(Int32Array.from(tokens.slice(at, at + 64)))
  const ratio = forecast(model.info).totalBytes / model.peakMemory()
  expect(ratio).toBeGreaterThan(0.95)
  expect(ratio).toBeLessThan(1.05)
})
