import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { App, newHome, removeHome, repository } from './app.js'

const tinyModel = join(repository, 'native', 'tiny-model', 'model')

let home: string
let app: App | undefined

beforeEach(() => {
  home = newHome()
})

afterEach(async () => {
  await app?.quit()
  app = undefined
  removeHome(home)
})

const launchWithModel = async (folder: string) => {
  app = await App.launch(home, { PARLEY_MODEL: folder })
  return app
}

test('without a model folder the window says so and keeps the draft', async () => {
  const folder = join(home, 'nowhere')
  const { page, composer } = await launchWithModel(folder)
  await page.getByRole('status').filter({ hasText: /model/i }).first().waitFor()
  await composer.fill('kept')
  expect(await composer.inputValue()).toBe('kept')
})

test('an incomplete model is reported, and the app still works', async () => {
  const folder = join(home, 'half')
  cpSync(tinyModel, folder, { recursive: true })
  truncateSync(join(folder, 'model.safetensors'), 1_000_000)
  const { page } = await launchWithModel(folder)
  await page
    .getByRole('status')
    .filter({ hasText: /cut off/i })
    .first()
    .waitFor()
})

test('a model that needs too much memory is refused with both sizes and one action', async () => {
  app = await App.launch(home, { PARLEY_MEMORY_BYTES: '20000000' })
  const { page, composer } = app
  const status = page.getByRole('status').filter({ hasText: /needs \d+\.\d GB of memory .* can give 0\.0 GB\. Choose/ })
  await status.first().waitFor()
  await composer.fill('kept')
  expect(await composer.inputValue()).toBe('kept')
})

test('a folder with another kind of model is refused with a message', async () => {
  const folder = join(home, 'other')
  cpSync(tinyModel, folder, { recursive: true })
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ model_type: 'gemma3' }))
  const { page } = await launchWithModel(folder)
  await page
    .getByRole('status')
    .filter({ hasText: /gpt.oss/i })
    .first()
    .waitFor()
})

test('50 MB of pasted text do not freeze the window, which says that they are too long', async () => {
  app = await App.launch(home)
  await app.waitForEngine()
  await app.page.evaluate(() => {
    const transfer = new DataTransfer()
    transfer.setData('text/plain', 'All work and no play. '.repeat(2_400_000))
    const composer = document.querySelector('textarea')
    composer?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }))
  })
  await app.page
    .getByText(/too (large|long)|20 MB/i)
    .first()
    .waitFor()
  await app.ask('Hello')
})

/** Root can mount on most machines, but only in few containers. */
function isMountAllowed(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = newHome()
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    removeHome(folder)
  }
}

/** Mounting a small disk needs root. Without root only the store's unit tests cover this, with a full database. */
if (isMountAllowed())
  test('a full disk is reported, no stored data is lost, and the app works again when there is space', async () => {
    const disk = join(home, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk])
    try {
      app = await App.launch(join(disk, 'parley'))
      await app.ask('Hello')
      const ballast = join(disk, 'ballast')
      execFileSync('sh', ['-c', `dd if=/dev/zero of=${ballast} bs=4096 2>/dev/null || true`])
      // Longer than the free space that SQLite's files may still have.
      const message = `Remember this: ${'x'.repeat(400_000)}`
      await app.composer.fill(message)
      await app.composer.press('Enter')
      await app.page
        .getByText(/disk is full/i)
        .first()
        .waitFor()
      expect(await app.composer.inputValue()).toBe(message)
      rmSync(ballast)
      await app.composer.fill('')
      await app.ask('Thanks')
      await app.quit()
      app = await App.launch(join(disk, 'parley'))
      await app.questions.filter({ hasText: 'Hello' }).waitFor()
      await app.questions.filter({ hasText: 'Thanks' }).waitFor()
    } finally {
      await app?.quit()
      app = undefined
      execFileSync('umount', ['-l', disk])
    }
  })
