import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { App } from './app.js'
import { holdReader } from './held-reader.js'
import { stageForOrdinaryUser } from './ordinary-user.js'

/** Tries forbidden actions in the hidden reader window, which gets untrusted bytes, while it reads a large file. */

const stage = stageForOrdinaryUser()
let app: App
let server: Server
let connections = 0

beforeAll(async () => {
  server = createServer((_, response) => response.end('reached'))
  server.on('connection', () => {
    connections++
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  app = await App.launch(stage.home, {}, stage.info)
  await app.waitForEngine()
})

afterAll(async () => {
  await app.quit()
  server.close()
  stage.remove()
})

test('a reader has no Node, no bridge and no network, and closing it does not end the app', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const reader = await holdReader(app)
  const result = await reader.run(`(async () => {
    const tryTo = (act) => Promise.resolve().then(act).then(() => 'worked', () => 'refused')
    return {
      powers: ['require', 'process', 'parley', 'Buffer'].filter((name) => name in globalThis),
      fetch: await tryTo(() => fetch(${JSON.stringify(url)})),
      window: await tryTo(() => fetch('parley://app/index.html')),
      evaluated: await new Promise((resolve) => setTimeout(() => resolve(tryTo(() => new Function('return 1')())))),
      html: await tryTo(() => { document.body.innerHTML = '<b>x</b>' }),
      opened: window.open(${JSON.stringify(url)}) !== null,
    }
  })()`)
  await reader.release()
  expect(result).toEqual({
    powers: [],
    fetch: 'refused',
    window: 'refused',
    evaluated: 'refused',
    html: 'refused',
    opened: false,
  })
  await app.attachment('long.txt').and(app.page.locator('[aria-busy=false]')).waitFor()
  await app.button('Remove long.txt').click()
  const reply = await app.ask('Hello')
  expect(await reply.innerText()).not.toBe('')
  expect(connections).toBe(0)
})

test('a reader that the system kills begins again', async () => {
  const kill = () =>
    app.electron.evaluate(({ BrowserWindow }) => {
      const pids = BrowserWindow.getAllWindows()
        .filter(({ webContents }) => webContents.getURL().startsWith('parley://reader/'))
        .map(({ webContents }) => webContents.getOSProcessId())
      for (const pid of pids) process.kill(pid, 'SIGKILL')
    })
  await app.menu('New Chat')
  const first = await holdReader(app)
  await first.run('1')
  await kill()
  const card = app.attachment('long.txt')
  await card.and(app.page.locator('[aria-busy=false]')).waitFor()
  await card.getByText(/tokens$/).waitFor()
  await app.button('Remove long.txt').click()
})
