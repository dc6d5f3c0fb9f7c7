import { expect, it } from 'vitest'
import { AppError } from '../../contract/errors.js'
import { inspectModel, loadTiny, testAddon, tinyModel } from '../../native/test/tiny-model.js'
import { openAddon } from './native-engine.js'

it('runs with the MLX version that it was built for', () => {
  expect(testAddon().mlxVersion).toBe('0.32.4')
})

it.each(['/nowhere/parley_engine.node', import.meta.filename])(
  'reports in one line that %s can’t be opened',
  (path) => {
    expect(() => openAddon(path)).toThrow(AppError)
    expect(() => openAddon(path)).toThrow(/^The engine can’t be opened: [^\n]+$/)
  },
)

it('converts the addon’s errors to AppErrors', async () => {
  const model = await loadTiny()
  const error: unknown = await model.truncate(5).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: 'refused' })
})

it('inspects a folder without loading it', async () => {
  const info = await inspectModel(tinyModel)
  expect((await loadTiny()).info).toEqual(info)
  const packed = await inspectModel(tinyModel, { weights: 'packed' })
  expect(packed.residentBytes).toBeLessThan(info.residentBytes)
})
