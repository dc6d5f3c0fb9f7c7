import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright'
import { afterAll, beforeAll, expect } from 'vitest'
import { driverArgs } from '../build/testing/wait-for-driver.mjs'
import type { Bridge } from '../contract/bridge.js'
import { type Result, unwrap } from '../contract/errors.js'
import type { EngineStatus } from '../contract/models.js'
import type { Requests } from '../contract/requests.js'
import { initialSettings, type ReplySettings } from '../contract/settings.js'
import { watchApp } from './running-apps.js'
import { hasOtherModel, maxReplyTokens } from './test-with.js'

export interface LaunchInfo {
  readonly executable: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export const repository = join(import.meta.dirname, '..')

let known: LaunchInfo | undefined

/** The output of `npm run -s launch-info`, cached, with the arguments for an app that Playwright starts. */
export function launchInfo(): LaunchInfo {
  if (known) return known
  const info = JSON.parse(
    process.env.PARLEY_LAUNCH_INFO ??
      execFileSync(process.execPath, [join(repository, 'build', 'launch-info.mjs')], { encoding: 'utf8' }),
  ) as LaunchInfo
  known = { ...info, args: driverArgs(info.args) }
  return known
}

export const newHome = () => mkdtempSync(join(tmpdir(), 'parley-e2e-'))
export const removeHome = (home: string) => rmSync(home, { recursive: true, force: true })

/** The running app: its window, and what tests do to it from outside. */
export class App {
  readonly home: string
  readonly #env: Readonly<Record<string, string>>
  readonly #info: LaunchInfo
  #running: { readonly electron: ElectronApplication; readonly page: Page } | undefined

  private constructor(home: string, env: Readonly<Record<string, string>>, info: LaunchInfo) {
    this.home = home
    this.#env = env
    this.#info = info
  }

  static async launch(home: string, env: Readonly<Record<string, string>> = {}, info = launchInfo()): Promise<App> {
    const app = new App(home, env, info)
    await app.#start()
    return app
  }

  /** One app with its own home folder for all tests of a file. Waits for the engine before the first test. */
  static ofFile(): App {
    const app = new App(newHome(), {}, launchInfo())
    beforeAll(async () => {
      await app.#start()
      await app.waitForEngine()
    })
    afterAll(async () => {
      await app.quit()
      removeHome(app.home)
    })
    return app
  }

  get electron(): ElectronApplication {
    return this.#started.electron
  }

  get page(): Page {
    return this.#started.page
  }

  get #started() {
    if (!this.#running) throw new Error('The app is not started yet.')
    return this.#running
  }

  async #start(): Promise<void> {
    const { executable, args, env } = this.#info
    if (hasOtherModel) limitFirstReplies(this.home)
    const electron = await _electron.launch({
      executablePath: executable,
      args: [...args],
      // Otherwise Playwright adds --no-sandbox, which `args` already has where it is needed.
      chromiumSandbox: true,
      cwd: repository,
      env: { ...withoutUndefined(process.env), ...env, PARLEY_HOME: this.home, ...this.#env },
    })
    watchApp(electron)
    const page = await ownWindow(electron, 'index.html')
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    this.#running = { electron, page }
  }

  /** @param meanwhile what to do while the app is closed */
  async restart(meanwhile = () => {}): Promise<void> {
    await this.quit()
    meanwhile()
    await this.#start()
  }

  /** Opens a new conversation and empties its composer, for a test whose app earlier tests of its file have used. */
  async newChat(): Promise<void> {
    await this.button('New chat').click()
    await this.page.getByText('What are you working on?').waitFor()
    await this.composer.fill('')
    const removers = this.page.getByRole('list', { name: 'Attachments' }).getByRole('button', { name: /^Remove / })
    for (let left = await removers.count(); left > 0; left--) {
      await removers.first().click()
      await expect.poll(() => removers.count()).toBe(left - 1)
    }
  }

  /** Sends SIGKILL and starts the app again. */
  async killAndStart(): Promise<void> {
    await this.kill()
    await this.#start()
  }

  /** Quits the app like ⌘Q. */
  async quit(): Promise<void> {
    await this.electron.close()
  }

  /** Sends SIGKILL to the main process; the other processes then exit. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.electron.process().once('exit', resolve))
    this.electron.process().kill('SIGKILL')
    await gone
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' })
  }

  get transcript(): Locator {
    return this.page.getByRole('log', { name: 'Conversation' })
  }

  get replies(): Locator {
    return this.transcript.getByRole('article', { name: 'Assistant' })
  }

  get questions(): Locator {
    return this.transcript.getByRole('article', { name: 'You' })
  }

  get conversations(): Locator {
    return this.page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem')
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Waits until the engine has loaded its model. */
  async waitForEngine(): Promise<void> {
    // Not `waitForFunction`, which treats a promise as a true result.
    await this.page.evaluate(async () => {
      const { parley } = globalThis as unknown as { parley: Bridge }
      await new Promise<void>((resolve) => {
        const look = ({ state }: EngineStatus) => {
          if (state === 'ready') resolve()
        }
        parley.on.engineStatus(look)
        void parley.request.getEngineStatus().then((status) => status.ok && look(status.value))
      })
    })
  }

  /** Sends a request to main from the window. Throws a failure with its code. */
  async request<K extends keyof Requests>(
    name: K,
    ...args: Parameters<Requests[K]>
  ): Promise<Awaited<ReturnType<Requests[K]>>> {
    const result = (await this.page.evaluate(
      ([request, given]) => {
        const { parley } = globalThis as unknown as { parley: Bridge }
        const call = parley.request[request as keyof Requests] as (...all: unknown[]) => Promise<unknown>
        return call(...given)
      },
      [name, args] as const,
    )) as Result<unknown>
    return unwrap(result) as Awaited<ReturnType<Requests[K]>>
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  /** Sends a message and waits until the reply is complete. */
  async ask(text: string): Promise<Locator> {
    const before = await this.replies.count()
    await this.send(text)
    const reply = this.replies.nth(before)
    await reply.waitFor()
    await this.button('Stop').waitFor({ state: 'hidden' })
    return reply
  }

  /**
   * Limits the replies of all later conversations, because the demonstration model's text depends on the date, and on some
   * days it continues until the context is full.
   */
  async limitReplies(limit: number): Promise<void> {
    const maxTokens = Math.min(limit, maxReplyTokens)
    const settings = await this.request('getSettings')
    const defaults = { ...settings.defaults, maxTokens: Number.isFinite(maxTokens) ? maxTokens : null }
    await this.request('saveSettings', { ...settings, defaults })
  }

  /** Starts a conversation with its own settings, opens it, and waits until the reply is complete. */
  async begin(text: string, settings: ReplySettings): Promise<Locator> {
    const maxTokens = Math.min(settings.maxTokens ?? Number.POSITIVE_INFINITY, maxReplyTokens)
    const limited = { ...settings, maxTokens: Number.isFinite(maxTokens) ? maxTokens : null }
    const { conversationId } = await this.request('sendMessage', null, text, limited)
    await this.conversations.first().getByRole('button').click()
    await this.page.locator(`[data-conversation="${conversationId}"]`).waitFor()
    await this.replies.last().waitFor()
    await this.button('Stop').waitFor({ state: 'hidden' })
    return this.replies.last()
  }

  /** Chooses an entry of the native menu. */
  async menu(label: string): Promise<void> {
    await this.electron.evaluate(({ Menu }, wanted) => {
      const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? [])
      items?.find((item) => item.label === wanted)?.click()
    }, label)
  }

  /** Chooses Settings… in the menu and returns its window. */
  async openSettings(): Promise<Page> {
    await this.menu('Settings…')
    const page = await ownWindow(this.electron, 'settings.html')
    await page.getByRole('tab', { name: 'General' }).waitFor()
    return page
  }

  async drop(name: string, content: string | Uint8Array): Promise<void> {
    const bytes = [...(typeof content === 'string' ? new TextEncoder().encode(content) : content)]
    await this.page.evaluate(
      ([fileName, data]) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([new Uint8Array(data)], fileName))
        for (const type of ['dragenter', 'dragover', 'drop']) {
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }))
        }
      },
      [name, bytes] as const,
    )
  }

  /** The card of a document in the composer. */
  attachment(name: string): Locator {
    return this.page.getByRole('list', { name: 'Attachments' }).getByRole('listitem', { name, exact: true })
  }

  /** Drops a document and waits until it is read. */
  async attach(name: string, content: string | Uint8Array): Promise<Locator> {
    await this.drop(name, content)
    const card = this.attachment(name)
    await card.and(this.page.locator('[aria-busy=false]')).waitFor()
    return card
  }

  /** Drops a document and has it summarised. */
  async summarise(name: string, content: string | Uint8Array): Promise<Locator> {
    await this.attach(name, content)
    await this.composer.press('Enter')
    const summary = this.summary(name)
    await summary.waitFor()
    return summary
  }

  /** The page of a document beside the conversation. */
  get documentPage(): Locator {
    return this.page.getByRole('region', { name: 'Document page' })
  }

  summary(name: string): Locator {
    return this.page.getByRole('article', { name: `Summary of ${name}` })
  }

  /** Process ids of the engine. */
  enginePids(): Promise<number[]> {
    return this.electron.evaluate(({ app }) =>
      app
        .getAppMetrics()
        .filter(({ name, serviceName }) => name === 'Parley engine' || serviceName === 'Parley engine')
        .map(({ pid }) => pid),
    )
  }
}

/** Gives a new home settings with which a slower model takes no longer for a reply, and no time for titles. */
function limitFirstReplies(home: string): void {
  const file = join(home, 'settings.json')
  const defaults = { ...initialSettings.defaults, maxTokens: maxReplyTokens }
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ ...initialSettings, writesTitles: false, defaults }))
}

/** Waits for the window with this page. The first window may be the hidden reader of an unfinished document. */
export async function ownWindow(
  electron: ElectronApplication,
  file: 'index.html' | 'settings.html' | 'locked.html',
): Promise<Page> {
  while (true) {
    const next = electron.waitForEvent('window').catch(() => undefined)
    for (const page of electron.windows()) {
      const address = await page.waitForURL('parley://**').then(
        () => page.url(),
        () => undefined, // closed in the meantime
      )
      if (address === `parley://app/${file}`) return page
    }
    await next
  }
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** The demonstration model needs some seconds to stream the summary of this text. */
export const longQuestion = `Summarise the following text.\n\n${[
  'The old ferry was repaired by the harbour office in March. It carries 40 people. The work took six weeks.',
  'The library opened a new reading room on the second floor. It has 24 seats. Visitors like the quiet.',
  'The market moved to the northern square in May. There were 60 stalls. The rain kept some people away.',
  'The school garden needs 12 new trees next year. The council will pay for them. The pupils plant them in autumn.',
  'The bridge near the station stays closed until June. A bus runs every ten minutes. It is free.',
  'The museum counted 9,400 visitors in the summer. Most of them came by train. The shop sold many maps.',
]
  .map((text, index) => `[p. ${index + 1}]\n${text}`)
  .join('\n\n')}`
