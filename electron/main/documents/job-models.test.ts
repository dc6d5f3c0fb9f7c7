import { expect, test } from 'vitest'
import { EngineQueue } from '../engine/engine-queue.js'
import { FakeEngine } from '../testing/fake-engine.js'
import { JobModels } from './job-models.js'
import { EngineTurns } from './summary/engine-turns.js'

const never = new AbortController().signal
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Conversations `a1`, `a2` … have the model `a`. */
function makeModels() {
  const engine = new FakeEngine()
  const source = {
    loaded: 'a',
    loads: [] as string[],
    loadedId: () => source.loaded,
    modelIdOf: (conversationId: string) => conversationId.slice(0, 1),
    load(conversationId: string) {
      source.loaded = conversationId.slice(0, 1)
      source.loads.push(source.loaded)
      if (engine.status.state === 'ready')
        engine.setStatus({ state: 'ready', model: { ...engine.status.model, id: source.loaded } })
    },
  }
  return { engine, source, models: new JobModels(source) }
}

test('jobs with one model run side by side; one with another model waits, and those after it as well', async () => {
  const { models } = makeModels()
  const begun: string[] = []
  const enter = async (conversationId: string, signal = never) => {
    const leave = await models.enter(conversationId, signal)
    begun.push(conversationId)
    return leave
  }
  const [first, second] = [await enter('a1'), await enter('a2')]
  const third = enter('b1')
  const fourth = enter('a3')
  const aborter = new AbortController()
  const given = enter('c1', aborter.signal).catch(() => 'gone')
  aborter.abort()
  first()
  await settled()
  expect(begun).toEqual(['a1', 'a2'])
  second()
  await settled()
  expect(begun).toEqual(['a1', 'a2', 'b1'])
  const leaveThird = await third
  leaveThird()
  await fourth
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3'])
  expect(await given).toBe('gone')
})

test('a job asks and counts with the model of its conversation, whichever was loaded', async () => {
  const { engine, source, models } = makeModels()
  const asked: string[] = []
  engine.answer = () => {
    asked.push(source.loaded)
    return 'Yes.'
  }
  const queue = new EngineQueue()
  const turnsOf = (conversationId: string) => {
    const user = { purpose: 'document', conversationId, targetId: conversationId } as const
    return new EngineTurns(engine, queue, user, never, { model: models.of(conversationId) })
  }
  const [one, other] = [turnsOf('a1'), turnsOf('b1')]
  const prompt = { instructions: '', messages: [], seed: 0 }
  expect((await one.model()).id).not.toBe('b')
  await one.ask(prompt)
  expect((await other.model()).id).toBe('b')
  await other.ask(prompt)
  expect(await one.count(['heron'])).toEqual([2])
  expect(source.loaded).toBe('a')
  await one.ask(prompt)
  expect(asked).toEqual(['a', 'b', 'a'])
  expect(source.loads).toEqual(['b', 'a'])
})

test('work that another model interrupts is done again with its own', async () => {
  const { engine, source, models } = makeModels()
  const user = { purpose: 'reply', conversationId: 'a1', targetId: 'r' } as const
  const turns = new EngineTurns(engine, new EngineQueue(), user, never, { model: models.of('a1') })
  let runs = 0
  const done = await turns.withModel(async () => {
    runs++
    if (runs === 1) source.load('b1')
    return source.loaded
  })
  expect([done, runs]).toEqual(['a', 2])
})
