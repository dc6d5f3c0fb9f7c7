import { mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { readGeneration } from './generation.js'

let folder: string
const write = (name: string, value: unknown) =>
  writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value))
const read = (specials: Readonly<Record<string, number>> = {}) => readGeneration(folder, (name) => specials[name])
const usual = { temperature: 1, topP: 1, remarks: [] }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-generation-'))
})

test('stop ids of generation_config replace those of config, and may be one id or a list', async () => {
  await write('config.json', { eos_token_id: 7 })
  expect((await read()).stopTokens).toEqual([7])
  await write('generation_config.json', { eos_token_id: [1, 2] })
  expect((await read()).stopTokens).toEqual([1, 2])
})

// mlx-lm takes a value that counts as false for none.
test.each([[null], [[]], [0], [undefined]])(
  '%j as the stop id of generation_config leaves that of config',
  async (id) => {
    await write('config.json', { eos_token_id: [7, 8] })
    await write('generation_config.json', { eos_token_id: id })
    expect(await read()).toEqual({ ...usual, stopTokens: [7, 8] })
  },
)

test.each([[null], [[]], [undefined]])(
  '%j as the stop id of both leaves that of the tokenizer',
  async (eos_token_id) => {
    await write('config.json', { eos_token_id })
    await write('generation_config.json', { eos_token_id })
    expect((await read()).stopTokens).toEqual([])
    await write('special_tokens_map.json', { eos_token: { content: '<|end|>', lstrip: false } })
    expect((await read()).stopTokens).toEqual([])
    expect((await read({ '<|end|>': 3 })).stopTokens).toEqual([3])
    await write('tokenizer_config.json', {
      eos_token: '<|return|>',
      added_tokens_decoder: { 4: { content: '<|other|>' }, 5: { content: '<|return|>' } },
    })
    expect((await read({ '<|return|>': 5 })).stopTokens).toEqual([5])
    expect((await read()).stopTokens).toEqual([5])
  },
)

test('the stop token of the tokenizer is added to the others', async () => {
  await write('generation_config.json', { eos_token_id: [1, 5] })
  await write('tokenizer_config.json', { eos_token: '<|x|>' })
  expect((await read({ '<|x|>': 5 })).stopTokens).toEqual([1, 5])
  expect((await read({ '<|x|>': 6 })).stopTokens).toEqual([1, 5, 6])
})

test('sampling follows generation_config, is 1 by default, and is greedy if do_sample is false', async () => {
  expect(await read()).toMatchObject(usual)
  await write('generation_config.json', { do_sample: true, temperature: 0.6, top_p: 0.9 })
  expect(await read()).toMatchObject({ temperature: 0.6, topP: 0.9, remarks: [] })
  await write('generation_config.json', { do_sample: null, temperature: null, top_p: null })
  expect(await read()).toMatchObject(usual)
  await write('generation_config.json', { do_sample: false, temperature: 0.6 })
  expect(await read()).toMatchObject({ temperature: 0 })
})

test.each<[string, Record<string, unknown>, Partial<Awaited<ReturnType<typeof read>>>]>([
  ['temperature', { temperature: -1, top_p: 0.5 }, { temperature: 1, topP: 0.5 }],
  ['temperature', { temperature: '0.7' }, { temperature: 1 }],
  ['top_p', { temperature: 0.5, top_p: 1.5 }, { temperature: 0.5, topP: 1 }],
  ['do_sample', { do_sample: 'no', temperature: 0.5 }, { temperature: 0.5 }],
  ['eos_token_id', { eos_token_id: '<|return|>', temperature: 0.5 }, { stopTokens: [7], temperature: 0.5 }],
])('a “%s” that can’t be used costs only itself, with a remark', async (key, file, expected) => {
  await write('config.json', { eos_token_id: 7 })
  await write('generation_config.json', file)
  expect(await read()).toMatchObject({ ...expected, remarks: [expect.stringContaining(`“${key}”`)] })
})

test.each([
  ['damaged', '{"temperature": 0.5'],
  ['nested too deeply', '['.repeat(100)],
  ['no object', '[1]'],
  ['empty', ''],
])('a file that is %s leaves the defaults, with a remark', async (_, text) => {
  await write('config.json', { eos_token_id: 7 })
  await write('generation_config.json', text)
  const remarks = [expect.stringMatching(/^Parley works without generation_config\.json\. .+\.$/)]
  expect(await read()).toEqual({ ...usual, stopTokens: [7], remarks })
})

test('a file that is a link to a file outside is not read', async () => {
  await symlink('/etc/hostname', join(folder, 'generation_config.json'))
  expect((await read()).remarks).toEqual([expect.stringContaining('outside its folder')])
})
