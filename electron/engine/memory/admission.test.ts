import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../native/test/model-folder.js'
import { addonPath, loadTiny, tinyModel } from '../../../native/test/tiny-model.js'
import { contextWithin, forecast } from '../../memory/forecast.js'
import { admitModel, admitPrompt } from './admission.js'
import { availableMemory } from './available-memory.js'
import { cacheBudget } from './cache-budget.js'

const { info } = await loadTiny()
const large = { ...info, contextLength: 131_072 }

test('a model that fits is admitted, and one that does not is refused with the needed and the available memory', () => {
  const { totalBytes } = forecast(large, 4_096)
  expect(admitModel(large, totalBytes)).toBeGreaterThanOrEqual(4_096)
  const numbers = { code: 'out-of-memory', message: expect.stringMatching(/needs 0\.\d GB .* can give 0\.0 GB/) }
  expect(() => admitModel(large, 10_000_000)).toThrow(expect.objectContaining(numbers))
  expect(admitModel(info, forecast(info).totalBytes)).toBe(info.contextLength)
})

test('if the whole context does not fit, the longest that fits is returned', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4_096, max: 131_071 }), (length) => {
      const available = forecast(large, length).totalBytes
      const admitted = admitModel(large, available)
      expect(admitted).toBeGreaterThanOrEqual(length)
      expect(forecast(large, admitted).totalBytes).toBeLessThanOrEqual(available)
    }),
    { numRuns: 30 },
  )
})

test('a prompt without enough memory is refused before it is read, and the message says that nothing is lost', () => {
  const available = forecast(large, 8_192).totalBytes
  expect(admitPrompt(large, 8_000, available)).toBe(contextWithin(large, available))
  const refused = { code: 'out-of-memory', message: expect.stringMatching(/Nothing is lost/) }
  expect(() => admitPrompt(large, 60_000, available)).toThrow(expect.objectContaining(refused))
})

test('the prompt cache gets half of the spare memory, and always room for one conversation', () => {
  const { weightBytes, scratchBytes } = forecast(large)
  const spare = 600_000_000
  expect(cacheBudget(large, weightBytes + scratchBytes + spare)).toBe(spare / 2)
  expect(cacheBudget(large, 0)).toBeGreaterThan(info.cacheBytesPerToken * 2_000)
})

test('a GPU gives the recommended memory, a CPU at most the free memory, and a variable lowers both', () => {
  const facts = { name: '', isGpu: true, memoryBytes: 64e9, recommendedBytes: 48e9 }
  expect(availableMemory(facts, 0, undefined)).toBe(48e9)
  expect(availableMemory(facts, 0, '20000000000')).toBe(20e9)
  expect(availableMemory({ ...facts, isGpu: false, recommendedBytes: 1e15 }, 0, undefined)).toBeLessThan(1e15)
  expect(availableMemory({ ...facts, isGpu: false, recommendedBytes: 1e15 }, 1e15, undefined)).toBe(1e15)
})

test('the command prints the missing memory in one line and exits with code 1', () => {
  const program = fileURLToPath(new URL('../../../out/app/cli/engine.cjs', import.meta.url))
  const tokens = join(temporaryFolder(), 'tokens.json')
  writeFileSync(tokens, '[1, 2, 3]')
  const env = { ...process.env, PARLEY_NATIVE: addonPath(), PARLEY_MEMORY_BYTES: '20000000' }
  const generate = ['generate', '--model', tinyModel, '--tokens', tokens, '--max-tokens', '3']
  const run = () => execFileSync(process.execPath, [program, ...generate], { env, encoding: 'utf8', stdio: 'pipe' })
  const stderr = expect.stringMatching(/^engine: This model needs 0\.0\d? GB of memory .*\n$/)
  expect(run).toThrow(expect.objectContaining({ status: 1, stderr }))
})
