import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { App, newHome, removeHome } from './app.js'
import { endlessModel } from './model-folders.js'
import { makePdf, plainPages } from './pdf-files.js'
import { testWith } from './test-with.js'

const endless = endlessModel()

const report = readFileSync(
  join(import.meta.dirname, '..', 'native', 'tiny-model', 'sample', 'harbour-report.md'),
  'utf8',
)

let home: string
let app: App

beforeEach(async () => {
  home = newHome()
  app = await App.launch(home)
  await app.waitForEngine()
})

afterEach(async () => {
  await app.quit()
  removeHome(home)
})

testWith('speed')(
  'a document longer than the context is read completely and summarised, with links to its pages',
  async () => {
    await app.drop('report.md', report)
    const summary = app.summary('report.md')
    await summary.getByText(/^All \d+ pages were read/).waitFor({ timeout: 110_000 })
    const links = summary.getByRole('link', { name: /^p\. \d+$/ })
    await expect.poll(() => links.count()).toBeGreaterThan(2)
    await links.first().click()
    await app.page.getByRole('dialog').waitFor()
  },
)

test('a PDF is read page by page, and a link shows the text of its page', async () => {
  const [first, second, third] = plainPages(3)
  const pages = [first, { lines: [] }, second, third].filter((page) => page !== undefined)
  await app.drop('facts.pdf', makePdf({ pages }))
  const summary = app.summary('facts.pdf')
  await summary.getByText('All 4 pages were read, in 1 part; 1 holds no text.').waitFor({ timeout: 110_000 })
  await summary.getByRole('link', { name: 'p. 3', exact: true }).first().click()
  await app.page.getByRole('dialog').getByText('Fact 2.1 stands on page 2 of this file.').waitFor()
})

/** The window may not have stored yet which conversation was open. */
async function killAndLaunch(): Promise<void> {
  await app.kill()
  app = await App.launch(home)
  await app.conversations.filter({ hasText: 'report' }).first().click()
}

testWith('endless')('a job is paused, survives a kill, and continues to its end', async () => {
  // Waits behind an endless reply, so that the job is not done before it is paused.
  await app.quit()
  app = await App.launch(home, { PARLEY_MODEL: endless })
  await app.waitForEngine()
  await app.request('sendMessage', null, 'Hello')
  await app.drop('report.md', report)
  const summary = app.summary('report.md')
  await summary.getByRole('button', { name: 'Pause' }).click()
  await summary.getByRole('button', { name: 'Resume' }).waitFor()
  await killAndLaunch()
  await app.summary('report.md').getByRole('button', { name: 'Resume' }).click()
  await killAndLaunch()
  await app
    .summary('report.md')
    .getByText(/^All \d+ pages were read/)
    .waitFor({ timeout: 110_000 })
})

test.each([
  ['empty.txt', '', /empty/],
  ['picture.txt', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]), /not a text file/],
  ['letter.pdf', '%PDF-1.7', /This PDF is damaged/],
  ['scan.pdf', makePdf({ pages: [{ lines: [] }] }), /no text in this PDF/],
  ['letter.doc', 'PK', /can't read old Word files\. Save it as \.docx/],
])('%s is refused with a message, and the app still works', async (name, content, sentence) => {
  await app.drop(name, content)
  await app.page.getByText(sentence).first().waitFor()
  const reply = await app.ask('Hello')
  expect((await reply.innerText()).length).toBeGreaterThan(5)
})
