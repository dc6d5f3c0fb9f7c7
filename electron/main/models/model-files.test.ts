import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../contract/errors.js'
import { ModelFiles } from './model-files.js'
import type { ListedModel } from './model-list.js'

let home: string
let fault: string | undefined
let changes: number
let files: ModelFiles
let model: ListedModel
const weights = () => join(model.folder, 'model.safetensors')

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-files-'))
  model = { id: 'a', name: 'A', isDemo: false, isAdded: true, folder: join(home, 'a'), adapter: join(home, 'letters') }
  for (const folder of ['a', 'letters']) mkdirSync(join(home, folder))
  writeFileSync(weights(), 'weights')
  fault = undefined
  changes = 0
  files = new ModelFiles({
    inspect: async () => {
      if (fault !== undefined) throw new AppError('model-incomplete', fault)
    },
    onChange: () => changes++,
  })
})
afterEach(() => rmSync(home, { recursive: true }))

const bytes = new Map<string, number>()
const check = async (loadedId?: string) => {
  await files.check([model], loadedId, (id, weightBytes) => bytes.set(id, weightBytes))
  await new Promise((resolve) => setImmediate(resolve)) // what has changed is read
  return files.stateOf(model)
}

test('the loaded model says that its files have changed, until it is loaded again', async () => {
  expect(await check('a')).toEqual({ isMissing: false })
  expect(bytes.get('a')).toBe(7)
  writeFileSync(weights(), 'other weights')
  expect(await check('a')).toEqual({ isMissing: false, isChanged: true })
  files.accept('a')
  expect(await check('a')).toEqual({ isMissing: false })
})

test('a model whose files have become unusable says why, until they are mended', async () => {
  await check()
  fault = 'A file is missing.'
  writeFileSync(join(model.folder, 'config.json'), '{}')
  expect(await check()).toEqual({ isMissing: false, fault: 'A file is missing.' })
  expect(changes).toBe(1)
  fault = undefined
  writeFileSync(join(model.folder, 'config.json'), '{"model_type": "gpt_oss"}')
  expect(await check()).toEqual({ isMissing: false })
})

test('a model without its adapter is missing', async () => {
  rmSync(join(home, 'letters'), { recursive: true })
  expect(await check()).toEqual({ isMissing: true })
})

test('a model on a disk that is not connected names the disk', async () => {
  model = { ...model, folder: '/Volumes/No Such Disk/models/a' }
  expect(await check()).toEqual({ isMissing: true, missingDisk: 'No Such Disk' })
})
