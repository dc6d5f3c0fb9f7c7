import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

const dialog = () => app.page.getByRole('dialog')
const row = (title: string) => app.page.getByRole('navigation').getByText(title, { exact: true })

/** Makes the native dialogs return this file. */
const choose = (file: string) =>
  app.electron.evaluate(({ dialog: native }, path) => {
    native.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    native.showSaveDialog = async () => ({ canceled: false, filePath: path })
  }, file)

const node = (id: string, parent: string | null, children: string[], role?: string, text = '') => ({
  id,
  parent,
  children,
  message: role ? { author: { role }, content: { content_type: 'text', parts: [text] }, recipient: 'all' } : null,
})

function chatGptZip(): string {
  const conversation = {
    title: 'Ferries of the north',
    create_time: 1_750_000_000,
    update_time: 1_750_000_000,
    conversation_id: 'one',
    current_node: 'c',
    mapping: {
      root: node('root', null, ['a']),
      a: node('a', 'root', ['b', 'c'], 'user', 'When does the ferry <b>sail</b>?'),
      b: node('b', 'a', [], 'assistant', 'At seven.'),
      c: node('c', 'a', [], 'assistant', 'At **noon**, from the old harbour.'),
    },
  }
  const file = join(app.home, 'chatgpt.zip')
  const entries = { 'conversations.json': strToU8(JSON.stringify([conversation, { title: 'Broken', mapping: null }])) }
  writeFileSync(file, zipSync(entries))
  return file
}

test('an export of ChatGPT is previewed, imported, found, and undone in one step', async () => {
  await choose(chatGptZip())
  await app.menu('Import…')
  await dialog().getByText('1 conversation with 3 messages from ChatGPT will be added.').waitFor()
  await dialog().getByText('Broken (#2): Its messages are missing.').waitFor()
  expect(await row('Ferries of the north').count()).toBe(0)
  await app.button('Import').click()
  await row('Ferries of the north').click()
  await app.transcript.getByText('At noon, from the old harbour.').waitFor()
  await app.transcript.getByText('When does the ferry <b>sail</b>?').waitFor()
  expect(await app.transcript.getByText('2 of 2').count()).toBeGreaterThan(0)
  await expect.poll(async () => (await app.request('searchConversations', 'harbour')).hits.length).toBe(1)
  await app.menu('Import…')
  await dialog().getByText('1 conversation is here already, and stays as it is.').waitFor()
  await app.button('Close').click()
  await app.button('Undo').click()
  await row('Ferries of the north').waitFor({ state: 'hidden' })
  const [trashed] = await app.request('listTrash')
  expect(trashed?.title).toBe('Ferries of the north')
  await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('redo')?.click())
  await row('Ferries of the north').click()
})

test('what is shown goes out as Markdown, HTML, PDF, Word and JSON, and a file that is no export changes nothing', async () => {
  const exported = async (id: string, name: string) => {
    const file = join(app.home, name)
    await choose(file)
    await app.electron.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)
    await app.page.getByText(/^Exported as /).waitFor()
    await app.button('Dismiss').first().click()
    return readFileSync(file)
  }
  const markdown = String(await exported('export-conversation-markdown', 'one.md'))
  expect(markdown).toMatch(/^# Ferries of the north\n/)
  expect(markdown).toContain('At **noon**, from the old harbour.')
  expect(markdown).not.toContain('At seven.')
  const html = String(await exported('export-conversation-html', 'one.html'))
  expect(html).toContain('At <strong>noon</strong>, from the old harbour.')
  expect(html).toContain('When does the ferry &lt;b&gt;sail&lt;/b&gt;?')
  expect(html).not.toContain('<script')
  expect((await exported('export-conversation-pdf', 'one.pdf')).toString('latin1', 0, 5)).toBe('%PDF-')
  const word = unzipSync(await exported('export-conversation-docx', 'one.docx'))
  expect(strFromU8(word['word/document.xml'] ?? new Uint8Array())).toContain('from the old harbour.')
  const json = JSON.parse(String(await exported('export-all-json', 'all.json')))
  expect(json).toMatchObject({ format: 'parley', conversations: [{ title: 'Ferries of the north' }] })
  writeFileSync(join(app.home, 'no-export.json'), '{"hello": 1}')
  await choose(join(app.home, 'no-export.json'))
  await app.menu('Import…')
  await app.page.getByText(/is not an export that Parley can read/).waitFor()
})

test('a conversation, a message and code are dragged out of the window as files', async () => {
  // Xvfb has no app that takes a drop.
  await app.electron.evaluate(({ BrowserWindow }) => {
    const dragged: string[] = []
    Object.assign(globalThis, { dragged })
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.webContents.startDrag = ({ file }) => void dragged.push(file)
  })
  const dragged = () =>
    app.electron.evaluate(() => (globalThis as unknown as { readonly dragged: readonly string[] }).dragged)
  await app.page.locator('.toolbar .drag-out').dispatchEvent('dragstart')
  await expect.poll(dragged).toHaveLength(1)
  await app.replies.last().locator('.reply-actions .drag-out').dispatchEvent('dragstart')
  await expect.poll(dragged).toHaveLength(2)
  await app.request('dragOut', { kind: 'code', text: 'print("heron")', language: 'python' })
  const files = await dragged()
  expect(files.map((file) => basename(file))).toEqual([
    'Ferries of the north.md',
    'At noon, from the old harbour.md',
    'Code.py',
  ])
  const [conversation, message, code] = files.map((file) => readFileSync(file, 'utf8'))
  expect(conversation).toMatch(/^# Ferries of the north\n/)
  expect(message).toContain('At **noon**, from the old harbour.')
  expect(message).not.toContain('When does the ferry')
  expect(code).toBe('print("heron")')
})

test('the command is refused while the app runs', () => {
  const command = () =>
    execFileSync(process.execPath, [join('out', 'app', 'cli', 'history.cjs'), 'search', 'ferry'], {
      env: { ...process.env, PARLEY_HOME: app.home },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  expect(command).toThrow()
  try {
    command()
  } catch (error) {
    const { stdout } = error as { readonly stdout: string }
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'refused', message: expect.stringMatching('running') } })
  }
})
