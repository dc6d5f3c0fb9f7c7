import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EngineStatus } from '../../../contract/models.js'
import { EngineQueue } from '../engine/engine-queue.js'
import { FakeModelEngine, readyWith } from '../testing/fake-model-engine.js'
import type { FoundModel } from './found/found-models.js'
import { ModelList } from './model-list.js'
import { Models } from './models.js'

const never = new AbortController().signal
const facts = { name: 'Large', isDemo: false, weightBytes: 12, efforts: [], remarks: [] as string[] }
let folder: string
const at = (name: string) => join(folder, name)
let queue: EngineQueue
let engine: FakeModelEngine
let models: Models
let remarks: string[]
let found: FoundModel[]
let trashed: string[]
let hasNoTrash: boolean
let large: string
let other: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-models-'))
  queue = new EngineQueue()
  engine = new FakeModelEngine()
  for (const name of ['demo', 'large', 'other']) mkdirSync(at(name))
  const list = new ModelList(folder, { demo: at('demo') })
  remarks = []
  found = []
  trashed = []
  hasNoTrash = false
  models = new Models({
    list,
    engine,
    queue,
    inspect: async () => facts,
    findOthers: async () => found,
    isOwnFolder: (path) => path.startsWith(folder),
    trash: async (path) => {
      if (hasNoTrash) throw new Error('no Trash')
      trashed.push(basename(path))
      rmSync(path, { recursive: true })
    },
    onChange: () => {},
    onRemark: (message) => remarks.push(message),
  })
  large = (await models.add(at('large'))).id
  other = (await models.add(at('other'))).id
})
afterEach(() => rmSync(folder, { recursive: true }))

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** The replies in the order in which they got the engine, with the folder that it had loaded. */
const made: [name: string, folder: string | undefined][] = []
/** Queues a reply; the returned function releases the engine. */
function reply(name: string): () => void {
  let releaseEngine = () => {}
  void queue.acquire({ purpose: 'reply', conversationId: name, targetId: name }, never).then((release) => {
    made.push([name, engine.used.at(-1)])
    releaseEngine = release
  })
  return () => releaseEngine()
}
beforeEach(() => {
  made.length = 0
})

test('an idle engine loads the chosen model immediately', async () => {
  models.choose(large)
  expect(models.choice).toMatchObject({ chosenId: large, loadedId: 'demo' })
  await settled()
  expect(engine.used).toEqual(['large'])
  expect(models.choice).toMatchObject({ chosenId: large, loadedId: large })
})

test('each reply is made with the model that was chosen when it was requested', async () => {
  const first = reply('first')
  await settled()
  models.choose(large)
  const second = reply('second')
  models.choose(other)
  const third = reply('third')
  await settled()
  expect(engine.used).toEqual([])
  first()
  await settled()
  engine.setStatus(readyWith('Large'))
  second()
  await settled()
  third()
  expect(made).toEqual([
    ['first', undefined],
    ['second', 'large'],
    ['third', 'other'],
  ])
  expect(engine.used).toEqual(['large', 'other'])
})

test('a waiting change without a later reply is replaced by the next change', async () => {
  const first = reply('first')
  await settled()
  models.choose(large)
  models.choose(other)
  models.choose('demo')
  expect(queue.entries.map(({ purpose }) => purpose)).toEqual(['reply'])
  models.choose(other)
  expect(queue.entries).toMatchObject([{ purpose: 'reply' }, { purpose: 'model', targetId: other }])
  first()
  await settled()
  expect(engine.used).toEqual(['other'])
  expect(queue.entries).toEqual([])
})

test('replies after a cancelled change are made with the model before it', async () => {
  const first = reply('first')
  await settled()
  models.choose(large)
  const second = reply('second')
  models.cancelChange(large)
  expect(models.choice.chosenId).toBe('demo')
  first()
  await settled()
  second()
  expect(made.map(([name]) => name)).toEqual(['first', 'second'])
  expect(engine.used).toEqual([])
})

test('a model change does not count as a place in the queue', async () => {
  reply('first')
  await settled()
  models.choose(large)
  reply('second')
  expect(queue.entries.map(({ place }) => place)).toEqual([0, 1, 1])
})

test('a change that waits while the user unloads the model loads nothing; the next load loads the chosen model', async () => {
  const first = reply('first')
  await settled()
  models.choose(large)
  engine.setStatus({ state: 'unloaded' })
  first()
  await settled()
  expect(engine.used).toEqual(['large, not loaded'])
  expect(models.choice).toMatchObject({ chosenId: large, loadedId: large })
})

test('a model whose folder is missing cannot be chosen', async () => {
  rmSync(at('large'), { recursive: true })
  expect((await models.checkFolders()).models.find(({ id }) => id === large)?.isMissing).toBe(true)
  expect(() => models.choose(large)).toThrowError(expect.objectContaining({ code: 'model-missing' }))
  expect(models.choice.chosenId).toBe('demo')
  mkdirSync(at('large'))
  await models.checkFolders()
  models.choose(large)
  await settled()
  expect(engine.used).toEqual(['large'])
})

test.each<EngineStatus>([
  { state: 'failed', code: 'out-of-memory', message: '' },
  { state: 'unloaded' },
  { state: 'loading', doneBytes: 1, totalBytes: 2 },
])('a change takes effect immediately while no model is ready, even with waiting replies: %j', async (status) => {
  reply('first')
  await settled()
  models.choose(large)
  reply('second')
  engine.setStatus(status)
  models.choose(other)
  expect(engine.used).toEqual(['other'])
  engine.setStatus(readyWith('Other'))
  await settled()
  expect(queue.entries.map(({ purpose }) => purpose)).toEqual(['reply', 'reply'])
  expect(models.choice).toMatchObject({ chosenId: other, loadedId: other })
})

test('choosing a model that failed loads it again', () => {
  engine.setStatus({ state: 'failed', code: 'engine-failed', message: '' })
  models.choose('demo')
  expect(engine.loads).toBe(1)
  expect(engine.used).toEqual([])
})

test('a model in use cannot be removed, and an unreadable folder cannot be added', async () => {
  models.choose(large)
  expect(() => models.remove(large)).toThrowError(expect.objectContaining({ code: 'refused' }))
  expect(() => models.remove('demo')).toThrowError(expect.objectContaining({ code: 'refused' }))
  await settled()
  engine.setStatus(readyWith('Large'))
  const first = reply('first')
  await settled()
  models.choose(other)
  reply('second')
  models.choose('demo')
  expect(() => models.remove(other)).toThrowError(expect.objectContaining({ code: 'refused' }))
  models.cancelChange(other)
  first()
  models.remove(other)
  expect(models.choice.models.map(({ id }) => id)).toEqual([large, 'demo'])
  const strict = new Models({
    list: new ModelList(folder, { demo: at('demo') }),
    engine,
    queue,
    inspect: async () => {
      throw new Error('no model')
    },
    findOthers: async () => [],
    isOwnFolder: (path) => path.startsWith(folder),
    trash: async () => {},
    onChange: () => {},
    onRemark: () => {},
  })
  await expect(strict.add('/nothing')).rejects.toThrow('no model')
  expect(strict.choice.models).toHaveLength(2)
})

test('a remark on a folder is told with the name of its model, once', async () => {
  expect(remarks).toEqual([])
  facts.remarks.push('Parley works without generation_config.json.')
  mkdirSync(at('third'))
  const { name } = await models.add(at('third'))
  await models.add(at('third'))
  facts.remarks.pop()
  expect(remarks).toEqual([`${name}: Parley works without generation_config.json.`])
})

test('a model that no file describes is shown with the facts from the engine', () => {
  engine.setStatus(readyWith('Small, as it calls itself'))
  expect(models.choice.models.at(-1)).toMatchObject({ name: 'Small, as it calls itself', weightBytes: 7 })
})

test('the size of a model that was never loaded is the size of its weight files', async () => {
  writeFileSync(join(at('demo'), 'model-1.safetensors'), 'four')
  writeFileSync(join(at('demo'), 'model-2.safetensors'), 'seven')
  writeFileSync(join(at('demo'), 'config.json'), '{}')
  const { models: known } = await models.checkFolders()
  expect(known.find(({ id }) => id === 'demo')?.weightBytes).toBe(9)
  engine.setStatus(readyWith('Demo'))
  const { models: loaded } = await models.checkFolders()
  expect(loaded.find(({ id }) => id === 'demo')?.weightBytes).toBe(7)
})

test('a model of another app is shown with where it comes from, is used in place, and leaves with its folder', async () => {
  const elsewhere = { name: 'demo', isDemo: false, weightBytes: 5, efforts: [], origin: 'lm-studio' } as const
  found = [
    { ...elsewhere, folder: at('lm') },
    { ...elsewhere, name: 'Half', folder: at('half'), fault: 'A shard is missing.' },
  ]
  mkdirSync(at('lm'))
  mkdirSync(at('half'))
  await models.findOthers()
  const shown = () => models.choice.models.find(({ origin, fault }) => origin && !fault)
  expect(shown()).toMatchObject({ name: 'demo', origin: 'lm-studio', isAdded: false, isMissing: false })
  const half = models.choice.models.find(({ name }) => name === 'Half')?.id ?? ''
  expect(() => models.choose(half)).toThrowError(expect.objectContaining({ code: 'model-incomplete' }))
  const id = shown()?.id ?? ''
  models.choose(id)
  await settled()
  expect(engine.used).toEqual(['lm'])

  // Another start knows it before it is found again; without its folder it can be removed.
  expect(new ModelList(folder, { demo: at('demo') }).chosen).toMatchObject({ id, folder: at('lm') })
  found = []
  rmSync(at('lm'), { recursive: true })
  await models.findOthers()
  await models.checkFolders()
  expect(shown()).toMatchObject({ isMissing: true, isAdded: true })
})

test('each conversation uses its own model in the order of the requests, and the choice for new ones stays', async () => {
  const first = reply('first')
  await settled()
  models.use(large)
  const second = reply('second')
  models.use('demo')
  const third = reply('third')
  expect(models.choice.chosenId).toBe('demo')
  first()
  await settled()
  engine.setStatus(readyWith('Large'))
  second()
  await settled()
  engine.setStatus(readyWith('Small'))
  third()
  expect(engine.used).toEqual(['large', 'demo'])
  expect(made.map(([name]) => name)).toEqual(['first', 'second', 'third'])
})

test('a reply that waits for its model to load keeps it when another conversation asks for another model', async () => {
  models.use(large)
  await settled()
  engine.setStatus({ state: 'loading', doneBytes: 1, totalBytes: 2 })
  const first = reply('first')
  await settled()
  models.use(other)
  reply('second')
  expect(engine.used).toEqual(['large'])
  engine.setStatus(readyWith('Large'))
  first()
  await settled()
  expect(engine.used).toEqual(['large', 'other'])
})

test('without a ready model and without waiting replies, the model of a conversation is loaded at once', () => {
  engine.setStatus({ state: 'unloaded' })
  models.use('demo')
  expect(engine.used).toEqual([])
  models.use(large)
  expect(engine.used).toEqual(['large'])
  expect(() => models.use('gone')).toThrowError(expect.objectContaining({ code: 'not-found' }))
})

test('a downloaded model goes to the Trash; one in use does not, nor what another app owns or the user added', async () => {
  expect(models.known(other).isOwn).toBe(true)
  await models.trash(other)
  expect(trashed).toEqual(['other'])
  expect(models.choice.models.map(({ id }) => id)).not.toContain(other)
  models.choose(large)
  await expect(models.trash(large)).rejects.toMatchObject({ code: 'refused' })
  const elsewhere = mkdtempSync(join(tmpdir(), 'parley-elsewhere-'))
  const { id } = await models.add(elsewhere)
  expect(models.known(id).isOwn).toBeUndefined()
  await expect(models.trash(id)).rejects.toMatchObject({ code: 'refused' })
  expect(trashed).toEqual(['other'])
  rmSync(elsewhere, { recursive: true })
})

test('a model that cannot be moved to the Trash stays in the list', async () => {
  hasNoTrash = true
  await expect(models.trash(other)).rejects.toMatchObject({ code: 'refused' })
  expect(models.choice.models.map(({ id }) => id)).toContain(other)
})

test('a model whose files have changed is loaded again in its turn', async () => {
  const first = reply('first')
  await settled()
  models.reload()
  expect(engine.used).toEqual([])
  first()
  await settled()
  expect(engine.used).toEqual(['demo'])
})

test('a reply gets the model that it was promised, although a job has loaded another one meanwhile', async () => {
  const job = reply('job')
  await settled()
  const keepPromise = models.promise()
  reply('waiting')
  models.loadInTurn(large)
  expect(engine.used).toEqual(['large'])
  job()
  await settled()
  keepPromise()
  expect(engine.used).toEqual(['large', 'demo'])
})

test('a promise is not kept when the user has chosen for all that waits since, or cancelled the change', async () => {
  reply('job')
  await settled()
  const first = models.promise()
  engine.setStatus({ state: 'failed', code: 'out-of-memory', message: '' })
  models.choose(other)
  first()
  expect(engine.used).toEqual(['other'])
  engine.setStatus(readyWith('Other'))
  models.choose(large)
  const second = models.promise()
  models.cancelChange(large)
  second()
  expect(engine.used).toEqual(['other'])
})
