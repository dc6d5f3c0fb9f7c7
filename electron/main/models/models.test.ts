import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EngineStatus } from '../../../contract/models.js'
import type { ModelToLoad } from '../engine/engine-host.js'
import { EngineQueue } from '../engine/engine-queue.js'
import { ModelList } from './model-list.js'
import { type ModelEngine, Models } from './models.js'

const never = new AbortController().signal
const facts = { name: 'Large', weightBytes: 12 }
const readyWith = (name: string): EngineStatus => ({
  state: 'ready',
  model: { id: name, name, isDemo: false, contextLength: 1, weightBytes: 7 },
})

class FakeModelEngine implements ModelEngine {
  status: EngineStatus = readyWith('Small')
  readonly used: string[] = []
  loads = 0
  #listener: (status: EngineStatus) => void = () => {}

  onStatus(listener: (status: EngineStatus) => void) {
    this.#listener = listener
    return () => {}
  }

  use({ folder }: ModelToLoad, loads = true) {
    this.used.push(loads ? basename(folder) : `${basename(folder)}, not loaded`)
    if (loads) this.tell({ state: 'starting' })
  }

  load() {
    this.loads++
  }

  tell(status: EngineStatus) {
    this.status = status
    this.#listener(status)
  }
}

let folder: string
const at = (name: string) => join(folder, name)
let queue: EngineQueue
let engine: FakeModelEngine
let models: Models
let large: string
let other: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-models-'))
  queue = new EngineQueue()
  engine = new FakeModelEngine()
  for (const name of ['demo', 'large', 'other']) mkdirSync(at(name))
  const list = new ModelList(folder, { demo: at('demo') })
  models = new Models({ list, engine, queue, inspect: async () => facts, onChange: () => {} })
  large = (await models.add(at('large'))).id
  other = (await models.add(at('other'))).id
})
afterEach(() => rmSync(folder, { recursive: true }))

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** A reply that is asked for now; when it is made it notes which folder the engine has last. */
const made: [name: string, folder: string | undefined][] = []
function reply(name: string): () => void {
  let give = () => {}
  void queue.acquire({ purpose: 'reply', conversationId: name, targetId: name }, never).then((release) => {
    made.push([name, engine.used.at(-1)])
    give = release
  })
  return () => give()
}
beforeEach(() => {
  made.length = 0
})

test('with nothing to do the engine takes the chosen model at once', async () => {
  models.choose(large)
  expect(models.choice).toMatchObject({ chosenId: large, loadedId: 'demo' })
  await settled()
  expect(engine.used).toEqual(['large'])
  expect(models.choice).toMatchObject({ chosenId: large, loadedId: large })
})

test('each reply is made with the model that was chosen when it was asked', async () => {
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
  engine.tell(readyWith('Large'))
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

test('a change that nothing was asked after is not carried out when the user changes it again', async () => {
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

test('a change that waits is given up by its entry, and what was asked after it is made with the model of before it', async () => {
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

test('a change is no place in the line: it is over as soon as it begins', async () => {
  reply('first')
  await settled()
  models.choose(large)
  reply('second')
  expect(queue.entries.map(({ place }) => place)).toEqual([0, 1, 1])
})

test('who unloads the model while a change waits gets no other one loaded, and the next load brings the chosen one', async () => {
  const first = reply('first')
  await settled()
  models.choose(large)
  engine.tell({ state: 'unloaded' })
  first()
  await settled()
  expect(engine.used).toEqual(['large, not loaded'])
  expect(models.choice).toMatchObject({ chosenId: large, loadedId: large })
})

test('a model whose folder is gone is not chosen, so that the one that works stays', async () => {
  rmSync(at('large'), { recursive: true })
  expect((await models.look()).models.find(({ id }) => id === large)?.isMissing).toBe(true)
  expect(() => models.choose(large)).toThrowError(expect.objectContaining({ code: 'model-missing' }))
  expect(models.choice.chosenId).toBe('demo')
  mkdirSync(at('large'))
  await models.look()
  models.choose(large)
  await settled()
  expect(engine.used).toEqual(['large'])
})

test.each<EngineStatus>([
  { state: 'failed', code: 'out-of-memory', message: '' },
  { state: 'unloaded' },
  { state: 'loading', doneBytes: 1, totalBytes: 2 },
])('a model that is not there is left at once, whatever waits for it: %j', async (status) => {
  reply('first')
  await settled()
  models.choose(large)
  reply('second')
  engine.tell(status)
  models.choose(other)
  expect(engine.used).toEqual(['other'])
  engine.tell(readyWith('Other'))
  await settled()
  expect(queue.entries.map(({ purpose }) => purpose)).toEqual(['reply', 'reply'])
  expect(models.choice).toMatchObject({ chosenId: other, loadedId: other })
})

test('the one that failed is tried again when it is chosen again', () => {
  engine.tell({ state: 'failed', code: 'engine-failed', message: '' })
  models.choose('demo')
  expect(engine.loads).toBe(1)
  expect(engine.used).toEqual([])
})

test('a model in use is not removed, and an unreadable folder is not added', async () => {
  models.choose(large)
  expect(() => models.remove(large)).toThrowError(expect.objectContaining({ code: 'refused' }))
  expect(() => models.remove('demo')).toThrowError(expect.objectContaining({ code: 'refused' }))
  await settled()
  engine.tell(readyWith('Large'))
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
    onChange: () => {},
  })
  await expect(strict.add('/nothing')).rejects.toThrow('no model')
  expect(strict.choice.models).toHaveLength(2)
})

test('what the engine finds out about a model that is in no file is shown', () => {
  engine.tell(readyWith('Small, as it calls itself'))
  expect(models.choice.models.at(-1)).toMatchObject({ name: 'Small, as it calls itself', weightBytes: 7 })
})

test('the size of a model that was never loaded is that of its files', async () => {
  writeFileSync(join(at('demo'), 'model-1.safetensors'), 'four')
  writeFileSync(join(at('demo'), 'model-2.safetensors'), 'seven')
  writeFileSync(join(at('demo'), 'config.json'), '{}')
  const { models: known } = await models.look()
  expect(known.find(({ id }) => id === 'demo')?.weightBytes).toBe(9)
  engine.tell(readyWith('Demo'))
  const { models: loaded } = await models.look()
  expect(loaded.find(({ id }) => id === 'demo')?.weightBytes).toBe(7)
})
