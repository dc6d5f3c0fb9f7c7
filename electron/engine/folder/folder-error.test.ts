import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../contract/errors.js'
import { adapterFolder, loraConfig, someFloats } from '../../../native/test/adapter.js'
import {
  changedModel,
  type Json,
  readTinyWeights,
  safetensors,
  temporaryFolder,
  tinyConfig,
} from '../../../native/test/model-folder.js'
import { inspectModel, tinyModel } from '../../../native/test/tiny-model.js'
import { type FolderFault, folderFaults } from './folder-error.js'

interface InvalidFolder {
  readonly folder?: string
  readonly adapter?: string
}

const { header, data } = readTinyWeights()
const weights = (change: Json): InvalidFolder => ({
  folder: changedModel({ 'model.safetensors': safetensors({ ...header, ...change }, data) }),
})
const withConfig = (change: Json): InvalidFolder => ({
  folder: changedModel({ 'config.json': { ...tinyConfig, ...change } }),
})
const incomplete = safetensors({ ...header, 'model.norm.weight': undefined }, data)
const withIndex = (weight_map: unknown, weights?: Uint8Array): InvalidFolder => ({
  folder: changedModel({
    'model.safetensors.index.json': { weight_map },
    ...(weights && { 'model.safetensors': weights }),
  }),
})
const entry = (dtype: string, shape: readonly number[], begin: number, end: number) => ({
  extra: { dtype, shape, data_offsets: [begin, end] },
})
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const length = (bytes: bigint) => {
  const buffer = Buffer.alloc(64)
  buffer.writeBigUInt64LE(bytes)
  return { folder: changedModel({ 'model.safetensors': buffer }) }
}
const linked = (target: string): InvalidFolder => {
  const folder = changedModel({ 'config.json': null })
  symlinkSync(target, join(folder, 'config.json'))
  return { folder }
}
const manyTensors = () =>
  Object.fromEntries(
    Array.from({ length: 70_000 }, (_, i) => [`t${i}`, { dtype: 'U8', shape: [0], data_offsets: [0, 0] }]),
  )

/** One invalid folder for each fault, to prove that every fault is detected and reported under its own reason. */
const invalidFolders: Record<FolderFault, () => InvalidFolder> = {
  'folder-missing': () => ({ folder: join(temporaryFolder(), 'gone') }),
  'file-missing': () => ({ folder: changedModel({ 'config.json': null }) }),
  'file-unreadable': () => linked('config.json'), // a link to itself: not even root can open it
  'file-cut-off': () => ({ folder: changedModel({ 'model.safetensors': Buffer.alloc(5) }) }),
  'not-a-file': () => {
    const folder = changedModel({ 'config.json': null })
    spawnSync('mkfifo', [join(folder, 'config.json')])
    return { folder }
  },
  'path-outside': () => linked(join(tinyModel, 'config.json')),
  'not-downloaded': () => ({
    folder: changedModel({ 'model.safetensors': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n' }),
  }),
  'too-many-files': () => ({
    folder: changedModel(Object.fromEntries(Array.from({ length: 1025 }, (_, i) => [`model-${i}.safetensors`, '']))),
  }),
  'json-too-large': () => ({ folder: changedModel({ 'config.json': ' '.repeat(2 ** 22 + 1) }) }),
  'json-too-deep': () => ({ folder: changedModel({ 'config.json': nested(100_000) }) }),
  'json-damaged': () => ({ folder: changedModel({ 'config.json': '{' }) }),
  'config-value': () => withConfig({ hidden_size: -1 }),
  'type-unsupported': () => withConfig({ model_type: 'gemma3' }),
  'rope-unsupported': () => withConfig({ rope_scaling: { rope_type: 'llama3' } }),
  'packing-unsupported': () => withConfig({ quantization: undefined, quantization_config: { quant_method: 'gptq' } }),
  'format-unsupported': () => ({ folder: changedModel({ 'model.safetensors': null, 'model.gguf': '' }) }),
  'index-damaged': () => withIndex(null, incomplete),
  'index-wrong': () => withIndex({ 'model.norm.weight': 'model.safetensors' }, incomplete),
  'header-too-long': () => length(10n ** 10n),
  'too-many-tensors': () => weights(manyTensors()),
  'tensor-damaged': () => weights(entry('U8', [-1], 0, 1)),
  'dtype-unknown': () => weights(entry('I128', [0], 0, 0)),
  'dtype-unsupported': () => weights(entry('F8_E4M3', [0], 0, 0)),
  'wrong-extent': () => weights(entry('U8', [3], 0, 2)),
  'tensor-overlap': () => weights(entry('U8', [3], 0, 3)),
  'outside-file': () => weights(entry('U8', [3], data.length, data.length + 3)),
  'tensor-twice': () => {
    const { folder } = withIndex({ 'lm_head.weight': 'model.safetensors', 'model.norm.weight': 'second.safetensors' })
    writeFileSync(join(folder ?? '', 'second.safetensors'), safetensors(header, data))
    return { folder }
  },
  'tensor-missing': () => weights({ 'model.norm.weight': undefined }),
  'tensor-unexpected': () => weights(entry('U8', [0], data.length, data.length)),
  'shape-unexpected': () => withConfig({ vocab_size: 4096 }),
  'dtype-unexpected': () =>
    weights({ 'model.norm.weight': { ...header['model.norm.weight'], dtype: 'U8', shape: [384] } }),
  'packing-contradicts': () =>
    withConfig({ quantization: { ...(tinyConfig.quantization as Json), lm_head: { group_size: 64, bits: 4 } } }),
  'adapter-missing': () => ({ adapter: join(temporaryFolder(), 'gone') }),
  'adapter-unsupported': () => ({ adapter: adapterFolder(new Map(), { peft_type: 'LORA' }) }),
  'adapter-value': () => ({ adapter: adapterFolder(new Map([['a', someFloats([1], 1)]]), loraConfig({ rank: 0 })) }),
}

describe('a folder is refused for', () => {
  it.each(Object.keys(folderFaults) as FolderFault[])('%s, with a message that says what to do', async (reason) => {
    const { folder = tinyModel, adapter } = invalidFolders[reason]()
    const error = await inspectModel(folder, { adapter }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ reason, code: folderFaults[reason] })
    expect((error as AppError).message).toMatch(/^[A-Z].*\. .*(Download|Choose|Check|Convert|Put|Fuse|Train).*\.$/)
  })
})

describe('a link', () => {
  it('inside the folder is followed', async () => {
    const folder = changedModel({ 'model.safetensors': null })
    mkdirSync(join(folder, 'weights'))
    writeFileSync(join(folder, 'weights', 'w'), safetensors(header, data))
    symlinkSync('weights/w', join(folder, 'model.safetensors'))
    expect(await inspectModel(folder)).toMatchObject({ layers: 6 })
  })

  it('from a cache snapshot into the blobs of that cache is followed, and a link to any other folder is refused', async () => {
    const cache = temporaryFolder()
    const folder = join(cache, 'snapshots', 'main')
    for (const path of [folder, join(cache, 'blobs'), join(cache, 'other')]) mkdirSync(path, { recursive: true })
    writeFileSync(join(cache, 'blobs', 'c0'), JSON.stringify(tinyConfig))
    for (const place of ['blobs', 'other']) writeFileSync(join(cache, place, 'w0'), safetensors(header, data))
    symlinkSync('../../blobs/c0', join(folder, 'config.json'))
    symlinkSync('../../blobs/w0', join(folder, 'model.safetensors'))
    expect(await inspectModel(folder)).toMatchObject({ layers: 6 })
    rmSync(join(folder, 'model.safetensors'))
    symlinkSync('../../other/w0', join(folder, 'model.safetensors'))
    await expect(inspectModel(folder)).rejects.toMatchObject({ reason: 'path-outside' })
  })

  it('from a cache snapshot to a blob that is a link into the blobs shared by all repositories is followed', async () => {
    const cache = temporaryFolder()
    const repository = join(cache, 'models--org--name')
    const folder = join(repository, 'snapshots', 'c0ffee')
    for (const path of [folder, join(repository, 'blobs'), join(cache, 'blobs', 'ab')])
      mkdirSync(path, { recursive: true })
    writeFileSync(join(cache, 'blobs', 'ab', 'x0'), safetensors(header, data))
    writeFileSync(join(repository, 'blobs', 'c0'), JSON.stringify(tinyConfig))
    symlinkSync('../../blobs/ab/x0', join(repository, 'blobs', 'w0'))
    symlinkSync('../../blobs/c0', join(folder, 'config.json'))
    symlinkSync('../../blobs/w0', join(folder, 'model.safetensors'))
    expect(await inspectModel(folder)).toMatchObject({ layers: 6 })

    // Not the blobs beside a folder that is no repository of a cache.
    const other = join(cache, 'other', 'snapshots', 'c0ffee')
    mkdirSync(other, { recursive: true })
    writeFileSync(join(other, 'config.json'), JSON.stringify(tinyConfig))
    symlinkSync('../../../blobs/ab/x0', join(other, 'model.safetensors'))
    await expect(inspectModel(other)).rejects.toMatchObject({ reason: 'path-outside' })
  })

  it('to the folder itself is followed', async () => {
    const link = join(temporaryFolder(), 'model')
    symlinkSync(tinyModel, link)
    expect(await inspectModel(link)).toMatchObject({ layers: 6 })
  })
})
