import { expect, it } from 'vitest'
import { changedModel, tinyConfig } from '../../native/test/model-folder.js'
import { readPrompt, someTokens, testAddon } from '../../native/test/tiny-model.js'
import { forecast } from './forecast.js'
import { preflight } from './preflight.js'

it('promises no less than a full context takes, and not many times more', async () => {
  const folder = changedModel({ 'config.json': { ...tinyConfig, max_position_embeddings: 512 } })
  const { config } = await preflight(folder)
  const addon = testAddon()
  const chunk = 128
  const promised = forecast(await addon.inspect(folder), config, chunk)
  const model = await addon.load(folder, {}, () => {})
  model.peakMemory(true)
  await readPrompt(model, someTokens(model.info.contextLength), { chunk })
  expect(promised.totalBytes).toBeGreaterThan(model.peakMemory())
  expect(promised.totalBytes).toBeLessThan(4 * model.peakMemory())
  expect(promised.fits).toBe(true)
})
