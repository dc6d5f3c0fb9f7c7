import { expect, it } from 'vitest'
import { AppError } from '../../contract/errors.js'
import { inspectModel, loadTiny, testAddon, tinyModel } from '../../native/test/tiny-model.js'
import { openAddon } from './native-engine.js'

it('runs on the MLX that it was built for', () => {
  expect(testAddon().mlxVersion).toBe('0.32.4')
})

it.each(['/nowhere/parley_engine.node', import.meta.filename])('says in one line that %s is no engine', (path) => {
  expect(() => openAddon(path)).toThrow(AppError)
  expect(() => openAddon(path)).toThrow(/^The engine can’t be opened: [^\n]+$/)
})

it('turns the addon’s errors into ours', async () => {
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
