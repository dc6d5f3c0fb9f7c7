import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, expect, test } from 'vitest'
import { Database } from '../electron/main/store/database.js'
import { storeFile } from '../electron/main/store/open-store.js'
import { App, ownWindow } from './app.js'

const app = App.ofFile()
const folder = mkdtempSync(join(tmpdir(), 'parley-saved-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const logs = () =>
  readdirSync(join(app.home, 'logs'))
    .map((name) => readFileSync(join(app.home, 'logs', name), 'utf8'))
    .join('')

/** Answers native dialogs with the button of this name, as often as they come. */
const answer = (button: string) =>
  app.electron.evaluate(({ dialog }, name) => {
    dialog.showMessageBox = (async (...args: unknown[]) => {
      const options = args.at(-1) as Electron.MessageBoxOptions
      return { response: options.buttons?.indexOf(name) ?? 0, checkboxChecked: false }
    }) as typeof dialog.showMessageBox
  }, button)

const crash = (file: string) =>
  app.electron.evaluate(({ BrowserWindow }, name) => {
    const windows = BrowserWindow.getAllWindows()
    windows.find(({ webContents }) => webContents.getURL().endsWith(name))?.webContents.forcefullyCrashRenderer()
  }, file)

/** Playwright loses a page that crashed, so main is asked. */
const mainWindowShows = (file: string) =>
  app.electron.evaluate(({ BrowserWindow }, name) => {
    const page = BrowserWindow.getAllWindows().find((each) =>
      /\/\/app\/(index|stopped)\.html/.test(each.webContents.getURL()),
    )?.webContents
    return page !== undefined && !page.isLoading() && !page.isCrashed() && page.getURL().includes(name)
  }, file)

/** Runs a script in the page of the main window, which must be loaded. */
const inMainWindow = <T>(script: string): Promise<T> =>
  app.electron.evaluate(({ BrowserWindow }, code) => {
    const window = BrowserWindow.getAllWindows().find((each) =>
      /\/\/app\/(index|stopped)\.html/.test(each.webContents.getURL()),
    )
    return window?.webContents.executeJavaScript(code) as Promise<T>
  }, script)

/** The drafts in the file of the store. */
function storedDrafts(): readonly string[] {
  const db = new Database(join(app.home, storeFile), { readOnly: true })
  try {
    const drafts = db.prepare<{ text: string }>("SELECT text FROM drafts WHERE text <> ''")
    return drafts.all().map(({ text }) => text)
  } finally {
    db.close()
  }
}

let settings: Page
const tab = (name: string) => settings.getByRole('tab', { name })

test('failures of each process reach the log, and no word of a prompt, a title or a document does', async () => {
  const word = 'harbourquill'
  await app.limitReplies(40)
  await app.ask(`${word} is a word that only I know`)
  const [conversation] = await app.request('listConversations')
  await app.request('renameConversation', conversation?.id ?? '', `About ${word}`)
  await app.drop(`${word}.pdf`, `%PDF-1.7 ${word}`)
  await expect.poll(logs).toContain('A document could not be read.')
  await app.request('saveDraft', null, `${word} draft`)
  await app.page.evaluate((text) => {
    setTimeout(() => JSON.parse(`{"note": ${text}}`))
    void Promise.reject(new TypeError(text))
  }, word)
  await expect.poll(logs).toMatch(/error window: A window failed\. \| SyntaxError/)
  await expect.poll(logs).toMatch(/error window: A window failed\. \| TypeError/)
  const [pid] = await app.enginePids()
  process.kill(Number(pid), 'SIGKILL')
  await expect.poll(logs).toContain('The engine ended: died.')
  await app.waitForEngine()
  await app.electron.evaluate(async (_, text) => void Promise.reject(new Error(text)), word)
  await expect.poll(logs).toContain('A promise of main failed and nobody asked why.')
  await app.request('reportFault', { name: word, places: [] })
  expect(logs()).not.toContain(word)
  await app.request('saveDraft', null, '')
})

test('the diagnostics open from the Help menu, are read whole, and what was read is what is saved', async () => {
  await app.menu('Diagnostics…')
  settings = await ownWindow(app.electron, 'settings.html')
  await expect.poll(() => tab('Advanced').getAttribute('aria-selected')).toBe('true')
  await settings.getByRole('button', { name: 'Show Diagnostics' }).click()
  const field = settings.getByRole('textbox', { name: 'Text of the diagnostics' })
  const shown = await field.inputValue()
  expect(shown).toContain('Conversations: 1')
  expect(shown).toContain('The engine ended: died.')
  expect(shown).not.toMatch(/harbourquill|\/home|\/root|\/tmp|\/Users/)
  const file = join(folder, 'diagnostics.txt')
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as typeof dialog.showSaveDialog
  }, file)
  await settings.getByRole('button', { name: 'Save…' }).click()
  await settings.getByText('The diagnostics are saved').waitFor()
  expect(readFileSync(file, 'utf8')).toBe(shown)
})

test('Settings ▸ Shortcuts lists every action of the menu with its keys, and finds one by any of its words', async () => {
  await tab('Shortcuts').click()
  const rows = settings.getByRole('list', { name: 'Shortcuts' }).getByRole('listitem')
  await rows.filter({ hasText: 'Move to Trash' }).waitFor()
  const inMenu = await app.electron.evaluate(({ Menu }) => {
    const labels = (menu: Electron.Menu): string[] =>
      menu.items.flatMap(({ submenu, label, type }) =>
        submenu ? labels(submenu) : type === 'separator' ? [] : [label],
      )
    const menu = Menu.getApplicationMenu()
    return menu ? labels(menu) : []
  })
  const listed = await rows.locator('.shortcut-label').allInnerTexts()
  for (const label of inMenu) expect(listed).toContain(label)
  const search = settings.getByRole('searchbox', { name: 'Search shortcuts' })
  await search.fill('search conv')
  await expect.poll(() => rows.count()).toBe(1)
  expect(await rows.innerText()).toMatch(/Search Conversations\s+Edit\s+(Ctrl\+Shift\+F|⇧⌘F)/)
  await search.fill('no such thing')
  await settings.getByText('Nothing found for “no such thing”.').waitFor()
  await search.fill('')
})

test('appearance, text size and language of replies work at once', async () => {
  await tab('General').click()
  const choose = (label: string, value: string) => settings.getByRole('combobox', { name: label }).selectOption(value)
  await app.page.emulateMedia({ colorScheme: null }) // Playwright's own is light
  const isDark = () => app.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  await choose('Appearance', 'Dark')
  await expect.poll(isDark).toBe(true)
  await choose('Appearance', 'Light')
  await expect.poll(isDark).toBe(false)
  const scale = (page: Page) => page.evaluate(() => document.documentElement.style.getPropertyValue('--text-scale'))
  await choose('Text size', '120 %')
  await expect.poll(() => scale(app.page)).toBe('1.2')
  await expect.poll(() => scale(settings)).toBe('1.2')
  await app.menu('Larger Text')
  await expect.poll(() => settings.getByRole('combobox', { name: 'Text size' }).inputValue()).toBe('135')
  await app.menu('Actual Size')
  await choose('Replies in', 'German')
  await expect.poll(async () => (await app.request('getSettings')).replyLanguage).toBe('German')
  const [conversation] = await app.request('listConversations')
  const prompt = async () => JSON.stringify(await app.request('showPrompt', conversation?.id ?? ''))
  expect(await prompt()).toContain('Always answer in German')
  await choose('Replies in', 'The language of the message')
  await expect.poll(prompt).not.toContain('Always answer in')
})

test('a reply that ends while no window has the focus is told of, by the title alone, and opens with a click', async () => {
  await app.electron.evaluate(({ Notification, BrowserWindow }) => {
    const shown: Electron.Notification[] = []
    Object.assign(globalThis, { shownNotifications: shown })
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this)
    }
    for (const window of BrowserWindow.getAllWindows()) Object.assign(window, { isFocused: () => false })
  })
  const { conversationId } = await app.request('sendMessage', null, 'Say hello to the ferry')
  const told = () =>
    app.electron.evaluate(() => {
      const { shownNotifications } = globalThis as unknown as { shownNotifications: Electron.Notification[] }
      return shownNotifications.map(({ title, body }) => ({ title, body }))
    })
  await expect.poll(told).toEqual([{ title: 'Say hello to the ferry', body: 'The reply is finished.' }])
  await app.electron.evaluate(() => {
    const { shownNotifications } = globalThis as unknown as { shownNotifications: Electron.Notification[] }
    shownNotifications[0]?.emit('click')
  })
  await app.page.locator(`[data-conversation="${conversationId}"]`).waitFor()
  const before = await app.request('getSettings')
  await app.request('saveSettings', { ...before, notifiesOfEnds: false })
  const { conversationId: next } = await app.request('sendMessage', null, 'Again')
  await expect
    .poll(async () => (await app.request('listConversations')).find(({ id }) => id === next)?.isBusy)
    .toBe(false)
  expect(await told()).toHaveLength(1)
})

test('a window whose page ended says so, loses no draft, and its button brings everything back', async () => {
  await app.composer.fill('half a thought')
  // Stored after a pause in typing.
  await expect.poll(storedDrafts).toEqual(['half a thought'])
  await crash('index.html')
  await expect.poll(() => mainWindowShows('stopped.html')).toBe(true)
  expect(await inMainWindow<string>('document.querySelector("main").innerText')).toMatch(
    /^This window stopped\s+Nothing is lost/,
  )
  expect(logs()).toContain('The page of a window ended: ')
  await inMainWindow('void setTimeout(() => document.querySelector("button").click())')
  await expect.poll(() => mainWindowShows('index.html')).toBe(true)
  const composer = 'document.querySelector("textarea[aria-label=Message]")?.value ?? ""'
  await expect.poll(() => inMainWindow<string>(composer)).toBe('half a thought')
})

test('a window that does not respond is loaded again on request', async () => {
  const processId = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((each) => /\/\/app\/(index|stopped)\.html/.test(each.webContents.getURL()))
        ?.webContents.getOSProcessId(),
    )
  const before = await processId()
  await answer('Reload')
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((each) => /\/\/app\/(index|stopped)\.html/.test(each.webContents.getURL()))
      ?.emit('unresponsive')
  })
  await expect.poll(logs).toContain('A window does not respond.')
  await expect.poll(processId).not.toBe(before)
  await expect.poll(() => mainWindowShows('index.html')).toBe(true)
  expect(await inMainWindow<boolean>('document.querySelector("textarea[aria-label=Message]") !== null')).toBe(true)
})
