import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { readGeneration, readModelName } from './model-folder.js'

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

test('stop ids of generation_config replace those of config, and may be one id or a list', async () => {
  await write('config.json', { eos_token_id: 7 })
  expect((await readGeneration(folder)).stopTokens).toEqual([7])
  await write('generation_config.json', { eos_token_id: [1, 2] })
  expect((await readGeneration(folder)).stopTokens).toEqual([1, 2])
})

test('sampling follows generation_config, is 1 by default, and is greedy if do_sample is false', async () => {
  expect(await readGeneration(folder)).toMatchObject({ temperature: 1, topP: 1 })
  await write('generation_config.json', { do_sample: true, temperature: 0.6, top_p: 0.9 })
  expect(await readGeneration(folder)).toMatchObject({ temperature: 0.6, topP: 0.9 })
  await write('generation_config.json', { do_sample: false, temperature: 0.6 })
  expect(await readGeneration(folder)).toMatchObject({ temperature: 0 })
})

test('the error of a damaged file names it', async () => {
  await writeFile(join(folder, 'generation_config.json'), '{')
  await expect(readGeneration(folder)).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining('generation_config.json'),
  })
})
