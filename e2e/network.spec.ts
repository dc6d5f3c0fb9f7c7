import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { beyondLoopback, mayTrace, otherPrograms } from '../build/audit/trace.mjs'
import { App, launchInfo, newHome, removeHome, repository } from './app.js'
import { holdReader } from './held-reader.js'
import { makePdf } from './pdf-files.js'
import { recordNetwork } from './trace.js'

const waysOut = readFileSync(join(import.meta.dirname, 'ways-out.js'), 'utf8')

/** A page has neither WebRTC nor a way into a frame, which would have it. */
const confined = { webRtc: [], scopes: ['page'] }

/** The system's proxies, through which a request would leave without a look-up of its host. */
const proxies = {
  http_proxy: 'http://192.0.2.7:3128',
  https_proxy: 'http://192.0.2.7:3128',
  all_proxy: 'socks5://192.0.2.7:1080',
}

if (process.platform === 'linux' && mayTrace()) {
  test('the app asks for nothing by itself, and no process of it reaches beyond this computer or starts a program', async () => {
    const { app, recording } = await launchRecorded()
    await use(app)
    await app.restart()
    await app.menu('New Chat')
    await use(app)
    await app.quit()
    expect(recording.requests()).toEqual([])
    expect(recording.systemCalls().some((line) => line.includes('inet_addr("127.0.0.1")'))).toBe(true) // it records
    expect(beyondLoopback(recording.systemCalls())).toEqual([])
    expect(otherPrograms(recording.systemCalls(), launchInfo().executable)).toEqual([])
  })

  test('no process reaches beyond this computer or starts a program, whatever a page tries', async () => {
    const { app, recording } = await launchRecorded(proxies)
    await app.waitForEngine()
    await app.openSettings()
    const reader = await holdReader(app)
    expect(await reader.run(waysOut)).toEqual(confined)
    await reader.release()
    const results = await app.electron.evaluate(
      ({ BrowserWindow }, script) =>
        Promise.all(
          BrowserWindow.getAllWindows()
            .filter(({ webContents }) => webContents.getURL().startsWith('parley://app/'))
            .map(({ webContents }) => webContents.executeJavaScript(script, true) as Promise<unknown>),
        ),
      waysOut,
    )
    expect(results).toEqual([confined, confined])
    await app.quit()
    expect(beyondLoopback(recording.systemCalls())).toEqual([])
    expect(otherPrograms(recording.systemCalls(), launchInfo().executable)).toEqual([])
  })
}

async function launchRecorded(env: Readonly<Record<string, string>> = {}) {
  const home = newHome()
  onTestFinished(() => removeHome(home))
  const recording = recordNetwork(home)
  const app = await App.launch(join(home, 'data'), env, recording.info)
  onTestFinished(() => app.quit())
  return { app, recording }
}

/** Uses the engine and a reader. */
async function use(app: App): Promise<void> {
  await app.waitForEngine()
  await app.ask('Hello')
  await app.summarise('note.txt', readFileSync(join(repository, 'LICENSE')))
  // Without text, so that nothing of it waits for the model.
  const scan = await app.attach('scan.pdf', makePdf({ pages: [{ lines: [] }] }))
  await scan.getByText('no text in this PDF').waitFor()
  await app.button('Remove scan.pdf').click()
}
