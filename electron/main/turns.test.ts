import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { oncePerTurn, Turns } from './turns.js'

let now = 0
beforeEach(() => {
  now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => vi.restoreAllMocks())

/** Work that takes 6 ms on the fake clock. */
const work = (name: string, done: string[]) => () => {
  now += 6
  done.push(name)
  return name
}

test('one piece of work runs at once', async () => {
  const done: string[] = []
  const result = new Turns().run('send', work('a', done))
  expect(done).toEqual(['a'])
  expect(await result).toBe('a')
})

test('a burst of 600 runs in order, a few in each turn', async () => {
  const turns = new Turns()
  const done: string[] = []
  const names = Array.from({ length: 600 }, (_, index) => String(index))
  const answers: string[] = []
  const all = Promise.all(
    names.map((name) => turns.run('send', work(name, done)).then((answer) => answers.push(answer))),
  )
  expect(done).toHaveLength(4)
  let most = 0
  for (let before = done.length; done.length < 600; before = done.length) {
    await setImmediate()
    most = Math.max(most, done.length - before)
  }
  await all
  expect(most).toBe(4)
  expect(done).toEqual(names)
  expect(answers).toEqual(names)
})

test('a burst in one lane delays the work of another by one turn', async () => {
  const turns = new Turns()
  const done: string[] = []
  for (let index = 0; index < 600; index++) void turns.run('send', work('send', done))
  const other = turns.run('open', work('open', done))
  expect(done).not.toContain('open')
  await other
  expect(done.length).toBeLessThan(10)
})

test('work that throws rejects, and the work behind it runs', async () => {
  const turns = new Turns()
  const failing = () => {
    now += 30
    throw new Error('refused')
  }
  const results = await Promise.allSettled([
    turns.run('send', failing),
    turns.run('send', failing),
    turns.run('send', async () => 'sent'),
  ])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})

test('many calls in one turn do the work once, and a later call does it again', async () => {
  let count = 0
  const call = oncePerTurn(() => count++)
  for (let index = 0; index < 600; index++) call()
  expect(count).toBe(0)
  await setImmediate()
  await setImmediate()
  expect(count).toBe(1)
  call()
  await setImmediate()
  await setImmediate()
  expect(count).toBe(2)
})
