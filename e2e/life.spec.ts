import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion, newHome, removeHome } from './app.js'
import { copyTinyModel, endlessModel, fillTensor, makeLargeModel } from './model-folders.js'
import { testWith } from './test-with.js'

const endless = endlessModel()

let home: string
let folder: string
let app: App

beforeEach(() => {
  home = newHome()
  folder = mkdtempSync(join(tmpdir(), 'parley-model-'))
})

afterEach(async () => {
  await app.quit()
  removeHome(home)
  rmSync(folder, { recursive: true, force: true })
})

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

async function enginePid(): Promise<number> {
  const [pid] = await app.enginePids()
  if (pid === undefined) throw new Error('There is no engine.')
  return pid
}

/** Milliseconds until main kills the frozen engine. Like main itself, does not count time in which main did not run. */
const freezeAndCount = (engine: number) =>
  app.electron.evaluate(({ app: electronApp }, pid) => {
    const tickMs = 500
    let awakeMs = 0
    let tickAt = performance.now()
    const tick = () => {
      awakeMs += Math.min(performance.now() - tickAt, 2 * tickMs)
      tickAt = performance.now()
    }
    return new Promise<number>((resolve) => {
      const timer = setInterval(tick, tickMs)
      electronApp.once('child-process-gone', () => {
        clearInterval(timer)
        tick()
        resolve(awakeMs)
      })
      process.kill(pid, 'SIGSTOP')
    })
  }, engine)

testWith('endless')(
  'a frozen engine is noticed within ten seconds: the reply keeps its text and says so, and the next reply works',
  async () => {
    // With this model a reply lasts until the engine is frozen.
    app = await App.launch(home, { PARLEY_MODEL: endless })
    await app.waitForEngine()
    const { conversationId } = await app.request('sendMessage', null, longQuestion)
    await app.conversations.first().getByRole('button').click()
    const reply = app.replies.last()
    await reply.waitFor()
    // Waits until the reply has a steady rhythm that the first tokens no longer affect.
    const lengths = new Set<number>()
    while (lengths.size < 40) lengths.add((await reply.innerText()).length)
    const frozen = await enginePid()
    const noticed = freezeAndCount(frozen)
    await reply.getByText(/^The model has been silent for \d s/).waitFor()
    await reply.getByText('The model stopped answering').waitFor()
    await reply.getByText(/^The model has been silent for/).waitFor({ state: 'detached' })
    expect(await noticed).toBeLessThan(10_000)
    expect((await reply.innerText()).length).toBeGreaterThan(60)
    await app.waitForEngine()
    expect(await reply.innerText(), 'what is stored is true for good').not.toContain('starting again')
    expect(await enginePid()).not.toBe(frozen)
    await app.request('setConversationSettings', conversationId, { ...initialSettings.defaults, maxTokens: 60 })
    expect((await (await app.ask('Hello')).innerText()).length).toBeGreaterThan(5)
  },
)

test('after sleep the same engine continues: neither the deadlines nor the canary check kill a healthy engine', async () => {
  app = await App.launch(home)
  await app.waitForEngine()
  const before = await enginePid()
  await app.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend')
    powerMonitor.emit('resume')
  })
  expect((await (await app.ask('Hello')).innerText()).length).toBeGreaterThan(5)
  expect(await enginePid()).toBe(before)
})

test('unloading removes the model from memory, and the next message loads it again', async () => {
  app = await App.launch(home)
  await app.waitForEngine()
  const before = await enginePid()
  await app.menu('Unload the Model')
  await app.page.getByRole('status').getByText('The model is not loaded').waitFor()
  while (!isGone(before)) await app.page.evaluate(() => new Promise(requestAnimationFrame))
  await expect.poll(() => app.enginePids()).toEqual([])
  expect((await (await app.ask('Hello')).innerText()).length).toBeGreaterThan(5)
})

testWith('endless')(
  'a load shows its bytes and can be cancelled; a waiting reply survives and is made after the next load',
  async () => {
    makeLargeModel(folder, 3_000)
    app = await App.launch(home, { PARLEY_MODEL: folder })
    await app.send('Hello')
    await app.replies.last().waitFor()
    await waitForLoading()
    // Freezes the load, so that it takes as long as that of a large model.
    const pid = await enginePid()
    process.kill(pid, 'SIGSTOP')
    await app.page.getByText(/Loading the model: \d+\.\d of \d+\.\d (GB|MB)/).waitFor()
    await app.page.getByRole('status').getByRole('button', { name: 'Cancel' }).click()
    await app.replies.last().getByText('Waiting for the model to load').waitFor()
    while (!isGone(pid)) await app.page.evaluate(() => new Promise(requestAnimationFrame))
    await app.button('Load').click()
    await app.waitForEngine()
    await app.button('Stop').waitFor({ state: 'hidden' })
    expect((await app.replies.last().innerText()).length).toBeGreaterThan(5)
  },
)

testWith('endless')(
  'a reloaded model with different results is refused, and the restored model is accepted',
  async () => {
    copyTinyModel(folder)
    app = await App.launch(home, { PARLEY_MODEL: folder })
    await app.waitForEngine()
    const status = app.page.getByRole('status')
    const restore = fillTensor(folder, 'lm_head.scales', 0)
    process.kill(await enginePid(), 'SIGKILL')
    await status.getByText('The model gives no usable text').waitFor()
    restore()
    const notANumber = 0x7fc0
    const restoreNorm = fillTensor(folder, 'model.norm.weight', notANumber)
    await app.button('Try again').click()
    await status.getByText('The model computes no usable numbers').waitFor()
    restoreNorm()
    await app.button('Try again').click()
    await app.waitForEngine()
    expect((await (await app.ask('Hello')).innerText()).length).toBeGreaterThan(5)
  },
)

/** Waits until some but not all bytes are read. */
function waitForLoading(): Promise<unknown> {
  return app.page.evaluate(async () => {
    const bridge = (globalThis as unknown as { parley: { request: { getEngineStatus(): Promise<unknown> } } }).parley
    type Status = { value?: { state: string; doneBytes?: number } }
    while (((await bridge.request.getEngineStatus()) as Status).value?.state !== 'loading');
  })
}
