import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { App } from './app.js'
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
  const { port } = server.address() as AddressInfo
  const attempts = app.electron.evaluate(async ({ app: electronApp }, url) => {
    // Delays the bytes until the forbidden actions were tried, because a reader closes as soon as it is done.
    let release = () => {}
    const reader = await new Promise<Electron.BrowserWindow>((resolve) => {
      electronApp.once('browser-window-created', (_, window) => {
        const { webContents } = window
        const post = webContents.postMessage.bind(webContents)
        webContents.postMessage = (...args) => {
          release = () => post(...args)
        }
        webContents.once('did-finish-load', () => resolve(window))
      })
    })
    const result = await reader.webContents.executeJavaScript(`(async () => {
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
    release()
    return { result }
  }, `http://127.0.0.1:${port}/`)
  // Long enough that no machine summarises it before it is paused.
  await app.drop('long.txt', 'One sentence stands here, and another one follows it. \n\n'.repeat(4_000))
  const { result } = await attempts
  expect(result).toEqual({
    powers: [],
    fetch: 'refused',
    window: 'refused',
    evaluated: 'refused',
    html: 'refused',
    opened: false,
  })
  const summary = app.summary('long.txt')
  await summary.getByRole('button', { name: 'Pause' }).click()
  await summary.getByRole('button', { name: 'Resume' }).waitFor()
  const reply = await app.ask('Hello')
  expect(await reply.innerText()).not.toBe('')
  expect(connections).toBe(0)
})
