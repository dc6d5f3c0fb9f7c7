import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { readModelName, requireConfig } from './model-folder.js'

let folder: string
const write = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-model-'))
})

test('a model has the name of its folder and is no demo, unless parley.json says otherwise', async () => {
  expect(await readModelName(folder)).toEqual({ name: basename(folder), isDemo: false })
  await write('parley.json', { name: 'Parley Demo (tiny)', isDemo: true })
  expect(await readModelName(folder)).toEqual({ name: 'Parley Demo (tiny)', isDemo: true })
})

test('a snapshot in the Hugging Face cache has the name of its model, not its hash', async () => {
  const snapshots = join(folder, 'models--mlx-community--gpt-oss-20b-MXFP4-Q4', 'snapshots')
  await mkdir(join(snapshots, '0a1b2c'), { recursive: true })
  expect(await readModelName(join(snapshots, '0a1b2c'))).toEqual({ name: 'gpt-oss-20b-MXFP4-Q4', isDemo: false })
  expect(await readModelName(snapshots)).toMatchObject({ name: 'snapshots' })
})

test('a parley.json of something else is not used', async () => {
  await write('parley.json', { version: 3 })
  expect(await readModelName(folder)).toEqual({ name: basename(folder), isDemo: false })
  await writeFile(join(folder, 'parley.json'), '{')
  expect(await readModelName(folder)).toEqual({ name: basename(folder), isDemo: false })
})

test('a folder without config.json is refused for what it is', async () => {
  await expect(requireConfig(folder)).rejects.toMatchObject({ code: 'model-missing' })
  await write('gpt-oss-20b-Q4_K_M.gguf', '')
  await expect(requireConfig(folder)).rejects.toMatchObject({
    code: 'model-unsupported',
    message: expect.stringContaining('a GGUF model'),
  })
  await write('config.json', {})
  await requireConfig(folder)
})
