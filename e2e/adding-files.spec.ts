import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { App, launchInfo } from './app.js'
import { encryptedPdf } from './encrypted-pdf.js'
import { makePdf, plainPages } from './pdf-files.js'

const app = App.ofFile()

/** Each document is read in a process of its own, and pictures take seconds. */
const timeout = 110_000

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-adding-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const attachments = () => app.page.getByRole('list', { name: 'Attachments' }).getByRole('listitem')
const names = () => attachments().evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')))
const dialog = () => app.page.getByRole('dialog', { name: /^Add the folder/ })

afterEach(async () => {
  await app.button('New chat').click()
  for (const { id } of (await app.request('loadDraft')).documents) await app.request('removeDocument', id)
  await attachments().first().waitFor({ state: 'hidden' })
  for (const dismiss of await app.page.getByRole('button', { name: /^Dismiss / }).all()) await dismiss.click()
})

/** Writes files; returns their paths. */
function write(files: Readonly<Record<string, string | Uint8Array>>): string[] {
  return Object.entries(files).map(([name, content]) => {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, content)
    return path
  })
}

/** Drops files and folders of the disk, as the file manager does. */
async function dropPaths(paths: readonly string[], target: Locator = app.composer): Promise<void> {
  const session = await app.page.context().newCDPSession(app.page)
  const box = await target.boundingBox()
  if (!box) throw new Error('The target of the drop is not on screen.')
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...place, data })
  await session.detach()
}

/** Waits until so many documents are in the composer, and all are read. */
async function untilRead(count: number): Promise<void> {
  const read = attachments().and(app.page.locator('[aria-busy=false]'))
  await read.nth(count - 1).waitFor({ timeout })
  expect(await attachments().count()).toBe(count)
}

test('several files become several cards, in their order, and one that is refused says what helps', async () => {
  await dropPaths(write({ 'c.txt': 'Third.', 'letter.doc': 'old', 'a.md': 'First.', 'b.txt': 'Second.' }))
  await untilRead(3)
  expect(await names()).toEqual(['c.txt', 'a.md', 'b.txt'])
  await app.page
    .getByRole('alert')
    .getByText(/letter\.doc.*old Word files\. Save it as \.docx/)
    .waitFor()
})

test('a folder asks: its files together, a conversation for each, or nothing', async () => {
  write({ 'case/10.txt': 'Ten.', 'case/9.txt': 'Nine.', 'case/deep/note.md': 'A note.' })
  write({ 'case/.hidden': 'x', 'case/plan.dwg': 'x', 'case/Letter.pages/Index.zip': 'x' })
  await app.electron.evaluate(
    ({ dialog: native }, chosen) => {
      native.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
    },
    join(folder, 'case'),
  )
  await app.menu('Add Folder…')
  await dialog().getByText('3 files, 16 bytes. 1 hidden file is left out.').waitFor()
  await dialog().getByText('Parley can’t read these and leaves them out: Letter.pages and plan.dwg.').waitFor()
  await app.button('Cancel').click()
  await dialog().waitFor({ state: 'hidden' })
  expect(await attachments().count()).toBe(0)

  await app.menu('Add Folder…')
  await app.button('Ask about all 3 files together').click()
  await untilRead(3)
  expect(await names()).toEqual(['9.txt', '10.txt', 'note.md'])

  await app.menu('Add Folder…')
  await app.button('One conversation for each').click()
  for (const title of ['9', '10', 'note']) {
    await app.conversations.getByText(title, { exact: true }).click({ timeout })
    await expect.poll(names).toEqual([expect.stringMatching(`^${title}\\.`)])
    await untilRead(1)
  }
  for (const { id } of await app.request('listConversations')) await app.request('trashConversation', id)
})

test('a dropped folder asks, too; beside files it says how it can be added', async () => {
  const [loose = ''] = write({ 'loose.txt': 'Loose.', 'dropped/1.txt': 'One.', 'dropped/2.txt': 'Two.' })
  await dropPaths([join(folder, 'dropped')])
  await app.button('Ask about all 2 files together').click()
  await untilRead(2)
  await dropPaths([join(folder, 'dropped'), loose])
  await untilRead(3)
  await app.page.getByRole('alert').filter({ hasText: 'dropped: Drop this folder by itself' }).waitFor()
})

test('a drop on a row of the sidebar is for that conversation, and says so', async () => {
  await app.limitReplies(5)
  await app.ask('Hello')
  await app.button('New chat').click()
  const row = app.conversations.first().getByRole('button')
  await dropPaths(write({ 'row.txt': 'For the row.' }), row)
  await untilRead(1)
  expect(await row.getAttribute('aria-current')).toBe('true')
  await app.button('New chat').click()
  await attachments().first().waitFor({ state: 'hidden' })
})

test('while a reply runs, a file is added and read', async () => {
  await app.limitReplies(2_000)
  await app.send('Tell me a long story.')
  await app.button('Stop').waitFor()
  await dropPaths(write({ 'during.txt': 'Added on the way.' }))
  await untilRead(1)
  await app.button('Stop').click()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await app.button('Remove during.txt').click()
})

test('a link to a file is refused with what helps, because a window reads no address', async () => {
  await app.page.evaluate(() => {
    const transfer = new DataTransfer()
    transfer.setData('text/uri-list', 'file:///home/ada/Annual%20report.pdf')
    transfer.setData('text/plain', 'file:///home/ada/Annual%20report.pdf')
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
  })
  await app.page
    .getByRole('alert')
    .getByText(/Annual report\.pdf: This is only a link/)
    .waitFor()
  expect(await app.composer.inputValue()).toBe('')
})

test('a large file arrives piece by piece, and main answers meanwhile', async () => {
  const turns = await app.electron.evaluateHandle(() => {
    const counted = { turns: 0, isOver: false }
    const turn = () => {
      counted.turns++
      if (!counted.isOver) setImmediate(turn)
    }
    turn()
    return counted
  })
  await dropPaths(write({ 'large.pdf': makePdf({ pages: plainPages(2), padding: 40 * 1024 * 1024 }) }))
  await untilRead(1)
  await app
    .attachment('large.pdf')
    .getByText(/^PDF · 2 pages · 42 MB/)
    .waitFor()
  // At least one turn for each piece of a megabyte.
  expect(await turns.evaluate((counted) => Object.assign(counted, { isOver: true }).turns)).toBeGreaterThan(40)
})

test('a PDF with a password asks for it, says when it is wrong, and is read with it', async () => {
  await dropPaths(write({ 'secret.pdf': encryptedPdf('heron', 'The harbour opens at noon.') }))
  const card = app.attachment('secret.pdf')
  const field = card.getByLabel('Password of secret.pdf')
  await field.fill('stork')
  await field.press('Enter')
  await card.getByText('This is not the password of this file.').waitFor({ timeout })
  await field.fill('heron')
  await card.getByRole('button', { name: 'Open secret.pdf' }).click()
  await card.getByText(/^PDF · 1 page/).waitFor({ timeout })
  await expect.poll(() => field.count()).toBe(0)
})

test('a scan says how far it is read, also after a reload, and is read again in another language', async () => {
  const stamp = ['The ferry leaves the old harbour at noon,', 'and it comes back at four in the afternoon.']
  await dropPaths(write({ 'scan.pdf': makePdf({ pages: Array.from({ length: 8 }, () => ({ lines: [], stamp })) }) }))
  const card = app.attachment('scan.pdf')
  await card.getByText(/^Reading the picture of page [2-4] of 8$/).waitFor({ timeout })
  await card.getByRole('progressbar', { name: 'Reading scan.pdf' }).waitFor()
  await app.page.reload()
  await card.getByText(/^Reading the picture of page \d of 8$/).waitFor()
  await card.getByText(/8 pages were read from pictures, as English/).waitFor({ timeout })
  await card.getByRole('button', { name: 'Languages of scan.pdf: English' }).click()
  const choice = app.page.getByRole('dialog', { name: 'Languages of the pictures' })
  await choice.getByRole('checkbox', { name: 'German' }).check()
  await choice.getByRole('button', { name: 'Read again' }).click()
  await card.getByText(/8 pages were read from pictures, as English and German/).waitFor({ timeout })
}, 400_000)

test('files that another start of the app names are added to the open conversation', async () => {
  const [first = '', second = ''] = write({ 'named.txt': 'Named.', 'too.txt': 'Another.' })
  const { executable, args, env } = launchInfo()
  const plain = args.filter((arg, index) => arg !== '-r' && args[index - 1] !== '-r')
  const other = spawn(executable, [...plain, '--', first, second], {
    env: { ...process.env, ...env, PARLEY_HOME: app.home },
    stdio: 'ignore',
  })
  await once(other, 'exit')
  await untilRead(2)
  expect(await names()).toEqual(['named.txt', 'too.txt'])
})

test('a file that macOS opens with the app is added, and a folder asks', async () => {
  const [path = ''] = write({ 'dock.txt': 'From the Dock.', 'pair/1.txt': 'One.', 'pair/2.txt': 'Two.' })
  const pair = join(folder, 'pair')
  const open = (opened: string) =>
    app.electron.evaluate(({ app: main }, given) => main.emit('open-file', { preventDefault() {} }, given), opened)
  await open(path)
  await untilRead(1)
  await open(pair)
  await app.button('Ask about all 2 files together').click()
  await untilRead(3)
})

test('Settings has a pane for documents: form, languages, originals and what they take', async () => {
  await dropPaths(write({ 'kept.txt': 'Kept.' }))
  await untilRead(1)
  const settings = await app.openSettings()
  await settings.getByRole('tab', { name: 'Documents' }).click()
  await settings.getByRole('combobox', { name: 'Summaries' }).selectOption({ label: 'Timeline' })
  const languages = settings.getByRole('group', { name: 'Languages of pictures' })
  expect(await languages.getByRole('checkbox', { name: 'English' }).isChecked()).toBe(true)
  await languages.getByRole('checkbox', { name: 'German' }).check()
  await settings.getByRole('checkbox', { name: 'Keep a copy of each file' }).uncheck()
  await expect
    .poll(() => app.request('getSettings'))
    .toMatchObject({ summaryForm: 'timeline', ocrLanguages: ['eng', 'deu'], keepsOriginals: false })
  const storage = settings.getByRole('region', { name: 'Storage' })
  await storage.getByText(/^\d+ files?, \d.* of text$/).waitFor()
  await app.electron.evaluate(({ dialog: native }) => {
    native.showMessageBox = (async () => ({ response: 0, checkboxChecked: false })) as typeof native.showMessageBox
  })
  await storage.getByRole('button', { name: 'Remove originals…' }).click()
  await storage.getByText(/^0 files, 0 bytes, and .* of text$/).waitFor()
  await settings.getByText(/original files? (is|are) removed/).waitFor()
  expect(await app.attachment('kept.txt').getAttribute('aria-busy')).toBe('false')
  await settings.getByRole('checkbox', { name: 'Keep a copy of each file' }).check()
  await settings.close()
})
