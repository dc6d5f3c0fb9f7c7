import type { App } from './app.js'

interface HeldReader {
  /** Runs a script in the page of the reader, with the rights of a click. */
  run(script: string): Promise<unknown>
  /** Gives the reader its document; it closes as soon as it has read it. */
  release(): Promise<void>
}

/** Drops a document and holds back its bytes, because a reader closes as soon as it has read them. */
export async function holdReader(app: App): Promise<HeldReader> {
  const reader = await app.electron.evaluateHandle(({ app: electronApp }) => {
    const held = new Promise<{ window: Electron.BrowserWindow; release(): void }>((resolve) => {
      electronApp.once('browser-window-created', (_, window) => {
        const { webContents } = window
        const post = webContents.postMessage.bind(webContents)
        webContents.postMessage = (...args) => resolve({ window, release: () => post(...args) })
      })
    })
    return { held } // a promise itself would be awaited
  })
  // Long enough that no machine summarises it before a test pauses it.
  await app.drop('long.txt', 'One sentence stands here, and another one follows it. \n\n'.repeat(4_000))
  return {
    run: (script) =>
      reader.evaluate(async ({ held }, code) => (await held).window.webContents.executeJavaScript(code, true), script),
    release: () => reader.evaluate(async ({ held }) => (await held).release()),
  }
}
