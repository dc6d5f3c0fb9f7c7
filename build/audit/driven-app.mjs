import { driveApp, until } from './run-app.mjs'

/** Starts the twin and returns it with the verbs of the audit's script. The engine has loaded its model. */
export async function openTwin(executable, options) {
  const app = await driveApp(executable, options)
  const driven = new DrivenApp(app)
  await until(() => driven.in('index.html', () => document.querySelector('[aria-label="Message"]') !== null))
  await until(async () => (await driven.request('getEngineStatus')).state === 'ready')
  return driven
}

class DrivenApp {
  #app

  constructor(app) {
    this.#app = app
  }

  get pid() {
    return this.#app.pid
  }

  quit() {
    return this.#app.quit()
  }

  kill() {
    this.#app.kill()
  }

  /** Runs a function in the main process, with Electron's module as its first argument. */
  main(work, ...given) {
    return this.#app.evaluate(work, ...given)
  }

  /** Runs a function in the page of a window, as a click of the user. Returns undefined while there is no such window. */
  in(page, work, ...given) {
    const code = `(${work})(...${JSON.stringify(given)})`
    return this.main(
      async ({ BrowserWindow }, file, script) => {
        const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
          webContents.getURL().startsWith(`parley://app/${file}`),
        )
        return await window?.webContents.executeJavaScript(script, true)
      },
      page,
      code,
    )
  }

  /** Sends a request to main from the main window. */
  async request(name, ...args) {
    const call = async (request, given) => {
      const revived = given.map((value) =>
        Array.isArray(value) && value[0]?.text !== undefined && value[0]?.name !== undefined
          ? value.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }))
          : value,
      )
      return globalThis.parley.request[request](...revived)
    }
    const result = await this.in('index.html', call, name, args)
    if (result?.ok) return result.value
    throw new Error(`${name}: ${result?.message ?? 'the window is not there'}`)
  }

  /** Whether main refuses a request, with this code. */
  async refuses(code, name, ...args) {
    const call = (request, given) => globalThis.parley.request[request](...given)
    const result = await this.in('index.html', call, name, args)
    return result?.ok === false && result.code === code
  }

  /** Types into the window in front, as the keyboard does. */
  async type(text) {
    await this.main(async ({ BrowserWindow }, typed) => {
      await BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().endsWith('index.html'))
        .webContents.insertText(typed)
    }, text)
  }

  async press(keyCode, modifiers = []) {
    await this.main(
      ({ BrowserWindow }, key, held) => {
        const { webContents } = BrowserWindow.getAllWindows().find((window) =>
          window.webContents.getURL().endsWith('index.html'),
        )
        for (const type of ['keyDown', 'char', 'keyUp'])
          webContents.sendInputEvent({ type, keyCode: key, modifiers: held })
      },
      keyCode,
      modifiers,
    )
  }

  /** Chooses an entry of the native menu. */
  async menu(label) {
    await this.main(({ Menu }, wanted) => {
      const items = Menu.getApplicationMenu().items.flatMap((item) => item.submenu?.items ?? [])
      items.find((item) => item.label === wanted).click()
    }, label)
  }

  /** Waits until no reply and no document is in the works. */
  async idle() {
    await until(async () => (await this.request('getQueue')).length === 0)
    await until(async () => (await this.request('listConversations')).every(({ isBusy }) => !isBusy))
  }

  /** Sends a message and waits for the reply. Returns the id of the conversation. */
  async ask(text, conversationId = null) {
    const sent = await this.request('sendMessage', conversationId, text)
    await this.idle()
    return sent.conversationId
  }

  /** Shows a conversation in the main window. */
  async show(conversationId) {
    await this.in(
      'index.html',
      (id) => document.querySelector(`nav [data-row="${id}"] button, nav button[data-row="${id}"]`)?.click(),
      conversationId,
    )
    await until(() =>
      this.in(
        'index.html',
        (id) => document.querySelector(`[data-conversation="${id}"] [data-message]`) !== null,
        conversationId,
      ),
    )
  }

  /** The id of the last reply that the main window shows. */
  lastReply() {
    return until(() =>
      this.in(
        'index.html',
        () => [...document.querySelectorAll('article[aria-label="Assistant"]')].at(-1)?.dataset.message,
      ),
    )
  }

  /** Opens Settings and waits for its tabs. */
  async openSettings() {
    await this.menu('Settings…')
    await until(() => this.in('settings.html', () => document.querySelector('[role="tab"]') !== null))
  }
}
