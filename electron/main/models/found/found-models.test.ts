import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../../contract/errors.js'
import { FoundModels } from './found-models.js'
import { placesOf } from './places.js'

let home: string
let models: FoundModels
/** Folders in the order in which they were inspected. */
let inspected: string[]
let processes = 0
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-found-'))
  inspected = []
  processes = 0
  models = new FoundModels(placesOf({ PARLEY_OTHER_APPS: home, HF_HOME: '/elsewhere' }), () => {
    processes++
    return { inspect, close: () => {} }
  })
})
afterEach(() => rmSync(home, { recursive: true }))

/** Stands for the engine: a folder is whole if it has the file. */
async function inspect(folder: string) {
  inspected.push(folder)
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name)))
  if (names.includes('pytorch_model.bin')) throw new AppError('model-unsupported', 'This is another kind of model.')
  if (names.includes('poison')) throw new AppError('engine-gone', '')
  const isWhole = names.includes('model.safetensors') && names.includes('tokenizer.json')
  if (!isWhole) throw new AppError('model-incomplete', 'The model’s model.safetensors is missing.')
  return { name: basename(folder), isDemo: false, weightBytes: 7, efforts: [], remarks: [] }
}

function write(path: string, content = '{}'): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** A repository of the Hugging Face cache: `snapshots/COMMIT/FILE` is a link to `blobs/HASH`, or to a shared blob. */
function cached(repository: string, commit: string, files: readonly string[], isShared = false): string {
  const root = join(home, '.cache', 'huggingface', 'hub')
  const own = join(root, `models--${repository.replace('/', '--')}`)
  const snapshot = join(own, 'snapshots', commit)
  mkdirSync(join(own, 'blobs'), { recursive: true })
  mkdirSync(snapshot, { recursive: true })
  write(join(own, 'refs', 'main'), commit)
  for (const name of files) {
    const hash = `${commit}${name}`.replaceAll('.', '')
    const blob = join(own, 'blobs', hash)
    if (isShared) {
      write(join(root, 'blobs', 'ab', hash))
      symlinkSync(join('..', '..', 'blobs', 'ab', hash), blob)
    } else write(blob)
    symlinkSync(join('..', '..', 'blobs', hash), join(snapshot, name))
  }
  return snapshot
}

const whole = ['config.json', 'tokenizer.json', 'model.safetensors']
const lmStudio = (...names: string[]) => join(home, '.lmstudio', 'models', ...names)

test('the cache of Hugging Face: models with own and with shared blobs; the commit of main is preferred', async () => {
  const shared = cached('mlx-community/Shared', 'c1', whole, true)
  cached('mlx-community/Old', 'c0', whole)
  const newest = cached('mlx-community/Old', 'c1', whole)
  expect(await models.find()).toEqual([
    expect.objectContaining({ origin: 'hugging-face', folder: newest, weightBytes: 7 }),
    expect.objectContaining({ origin: 'hugging-face', folder: shared }),
  ])
})

test('where the commit of main is incomplete, an earlier whole one is used', async () => {
  const earlier = cached('mlx-community/Two', 'c0', whole)
  const main = cached('mlx-community/Two', 'c1', ['config.json', 'tokenizer.json'])
  symlinkSync(join('..', '..', 'blobs', 'missing'), join(main, 'model.safetensors'))
  const [model] = await models.find()
  expect(model).toMatchObject({ folder: earlier })
  expect(model?.fault).toBeUndefined()
})

test('what an app has not finished is shown with its name and why; what is no model for Parley is not', async () => {
  cached('mlx-community/Loading', 'c1', ['config.json', 'tokenizer.json'])
  write(join(home, '.cache', 'huggingface', 'hub', 'models--mlx-community--Loading', 'blobs', 'abc.incomplete'))
  for (const name of whole.slice(0, 2)) write(lmStudio('mlx-community', 'Half', name))
  write(lmStudio('mlx-community', 'Half', 'downloading_model.safetensors.part'))
  // A tokenizer alone, GGUF, PyTorch, and descriptions of models.
  cached('org/Tokenizer', 'c1', ['config.json', 'tokenizer.json'])
  cached('org/Bert', 'c1', ['config.json', 'pytorch_model.bin', 'model.safetensors'])
  write(lmStudio('someone', 'Llama-GGUF', 'llama.gguf'))
  write(join(home, '.lmstudio', 'hub', 'models', 'a', 'b', 'manifest.json'))
  const fault = 'The model’s model.safetensors is missing.'
  expect(await models.find()).toEqual([
    expect.objectContaining({ origin: 'hugging-face', name: 'Loading', fault }),
    expect.objectContaining({ origin: 'lm-studio', name: 'Half', fault }),
  ])
})

test('a download that another app finishes becomes a model, and nothing is read twice', async () => {
  for (const name of whole.slice(0, 2)) write(lmStudio('mlx-community', 'New', name))
  write(lmStudio('mlx-community', 'New', 'model.safetensors.part'))
  for (const name of whole) write(join(home, '.cache', 'lm-studio', 'models', 'mlx-community', 'Early', name))
  expect((await models.find()).map(({ fault }) => fault !== undefined)).toEqual([true, false])
  await models.find()
  expect([inspected.length, processes]).toEqual([2, 1])
  renameSync(
    lmStudio('mlx-community', 'New', 'model.safetensors.part'),
    lmStudio('mlx-community', 'New', 'model.safetensors'),
  )
  expect((await models.find()).map(({ fault }) => fault)).toEqual([undefined, undefined])
  expect(inspected).toHaveLength(3)
})

test('a folder that ends the process is tried again later and hides no other; without other apps there is nothing', async () => {
  expect(await models.find()).toEqual([])
  expect(processes).toBe(0)
  for (const name of [...whole, 'poison']) write(lmStudio('a', 'Bad', name))
  for (const name of whole) write(lmStudio('b', 'Good', name))
  expect((await models.find()).map(({ name }) => name)).toEqual(['Good'])
  await models.find()
  expect(inspected.map((folder) => basename(folder))).toEqual(['Bad', 'Good', 'Bad'])
})

test('the variables of Hugging Face move its cache', () => {
  expect(placesOf({ HF_HOME: '/disk/hf' })[0]?.folder).toBe('/disk/hf/hub')
  expect(placesOf({ HF_HOME: '/disk/hf', HF_HUB_CACHE: '/cache' })[0]?.folder).toBe('/cache')
  expect(placesOf({ PARLEY_OTHER_APPS: '/home', HF_HOME: '/disk/hf' })[0]?.folder).toBe('/home/.cache/huggingface/hub')
})
