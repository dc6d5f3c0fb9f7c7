import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, storeFile } from '../electron/main/store/open-store.js'
import { damageIndex } from '../electron/main/testing/store-damage.js'
import { App, launchInfo, newHome, removeHome, repository } from './app.js'

let home: string
let scratch: string
beforeEach(() => {
  home = newHome()
  scratch = newHome()
})
afterEach(() => {
  removeHome(home)
  removeHome(scratch)
})

const file = () => join(home, storeFile)

/** Makes a store with two conversations of one exchange each, and quits. */
async function makeStore(): Promise<void> {
  const app = await App.launch(home)
  await app.waitForEngine()
  for (const text of ['The first question', 'The second question']) {
    await app.request('sendMessage', null, text)
  }
  await app.quit()
}

/** Starts the app and waits until it ends by itself; returns its exit code and the dialog that it showed. */
function runToEnd(): Promise<{ code: number | null; dialog: string }> {
  const { executable, args, env } = launchInfo()
  const stub = join(scratch, 'stub.cjs')
  // A real dialog waits for a click.
  writeFileSync(stub, "require('electron').dialog.showErrorBox = (...words) => console.log('DIALOG', ...words)")
  const withoutDriver = args.filter((arg, index) => arg !== '-r' && args[index - 1] !== '-r')
  const child = spawn(executable, ['-r', stub, ...withoutDriver], {
    cwd: repository,
    env: { ...process.env, ...env, PARLEY_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  return new Promise((resolve) =>
    child.once('exit', (code) => resolve({ code, dialog: /DIALOG (.*)/s.exec(output)?.[1] ?? '' })),
  )
}

test('after a clean quit the WAL is empty, and the next start says nothing', async () => {
  await makeStore()
  const wal = `${file()}-wal`
  expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0)
  const app = await App.launch(home)
  expect(await app.page.getByRole('status').filter({ hasText: 'damaged' }).count()).toBe(0)
  expect(await app.conversations.count()).toBe(2)
  await app.quit()
})

test('a message that a damaged index hides is shown, and the window says what happened', async () => {
  const store = openStore(home)
  const { id } = store.conversations.create('Two questions')
  for (const question of ['The first question', 'The second question']) {
    const { reply } = store.messages.addExchange(id, question, 'tiny')
    store.messages.appendReply(reply.id, 'answer', `An answer to: ${question}`)
    store.messages.finishReply(reply.id, { state: 'done' })
  }
  store.close()
  damageIndex(file(), 'sqlite_autoindex_messages_1')
  const app = await App.launch(home)
  await app.page.getByText('Parley has rebuilt it').first().waitFor()
  await app.conversations.first().getByRole('button').first().click()
  await app.questions.getByText('The first question').waitFor()
  await app.questions.getByText('The second question').waitFor()
  await app.quit()
})

test('with a folder or a FIFO in place of any file the window opens, with the conversations of the backup', async () => {
  await makeStore()
  const places = ['settings.json', 'view.json', 'models.json', 'last-known.json', 'Preferences', 'SingletonLock']
  for (const [index, name] of [storeFile, `${storeFile}-wal`, ...places].entries()) {
    rmSync(join(home, name), { recursive: true, force: true })
    if (index % 2 === 0 || name === 'SingletonLock') mkdirSync(join(home, name))
    else execFileSync('mkfifo', [join(home, name)])
  }
  writeFileSync(join(home, 'settings.damaged.json'), '')
  const app = await App.launch(home)
  const notice = app.page.locator('.toast', { hasText: /was something else\..*restored the backup/ })
  await notice.waitFor()
  const shown = app.electron.evaluate(
    ({ shell }) =>
      new Promise((resolve) => {
        shell.showItemInFolder = resolve
      }),
  )
  await notice.getByRole('button', { name: /^Show Data/ }).click()
  expect(await shown).toBe(home)
  expect(await app.conversations.count()).toBe(2)
  await app.quit()
  expect(readdirSync(join(home, 'damaged')).length).toBeGreaterThan(2)
})

test('a stored width of a billion pixels opens a window that fits the screen', async () => {
  writeFileSync(
    join(home, 'view.json'),
    JSON.stringify({ window: { x: 0, y: 0, width: 1e9, height: 1e9, isMaximized: false } }),
  )
  const app = await App.launch(home)
  expect(await app.page.evaluate(() => innerWidth)).toBeLessThan(5_000)
  await app.quit()
})

test('a store on a disk that is away, or a data folder that is none, ends the app with a reason and an exit code', async () => {
  symlinkSync('/volumes/away/parley.db', file())
  const away = await runToEnd()
  expect(away.code).toBe(1)
  expect(away.dialog).toContain('Connect that disk')
  removeHome(home)
  writeFileSync(home, 'a file in the place of the folder')
  const none = await runToEnd()
  expect(none.code).toBe(1)
  expect(none.dialog).toContain('cannot write there')
})
