import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { App, newHome, removeHome } from './app.js'
import { endlessModel } from './model-folders.js'
import { makePdf, plainPages } from './pdf-files.js'
import { testWith } from './test-with.js'

const endless = endlessModel()

const report = readFileSync(
  join(import.meta.dirname, '..', 'native', 'tiny-model', 'sample', 'harbour-report.md'),
  'utf8',
)

const app = App.ofFile()

beforeEach(() => app.newChat())

/** Longer than half of the context, so that it is read in parts, and no longer. */
const beginning = report.slice(0, report.indexOf('## Evenings'))
const board = 'The board met in May. It chose Ada Smith as its head.'

describe('attaching', () => {
  test('a dropped file waits in the composer as a card, and nothing runs before Return', async () => {
    const card = await app.attach('report.md', report)
    await card.getByText(/^Markdown · \d+ pages · \d+ KB · [\d,]+ tokens$/).waitFor()
    expect(await app.composer.getAttribute('placeholder')).toBe('Ask about it, or press Return for a summary')
    expect(await app.conversations.count(), 'nothing is sent').toBe(0)
    await app.drop('report.md', report)
    await app.drop('board.txt', board)
    await app.attachment('board.txt').waitFor()
    expect(await app.page.getByRole('list', { name: 'Attachments' }).getByRole('listitem').count()).toBe(2)
    await app.button('Remove report.md').click()
    await app.attachment('report.md').waitFor({ state: 'hidden' })
    expect(await app.composer.evaluate((field) => field === document.activeElement)).toBe(true)
  })

  test('what waits in the composer survives a kill, in a new conversation and in one that has begun', async () => {
    await app.attach('board.txt', board)
    await app.composer.fill('Who is')
    await expect.poll(async () => (await app.request('loadDraft')).text).toBe('Who is')
    await app.killAndStart()
    await app.attachment('board.txt').waitFor()
    await app.waitForEngine()
    await app.limitReplies(20)
    await app.ask('Who is the head?')
    await app.attachment('board.txt').waitFor({ state: 'hidden' })
    await app.attach('second.txt', 'Another text.')
    await killAndOpen(app, /board|Who/)
    await app.attachment('second.txt').waitFor()
    await app.button('Remove second.txt').click()
  })

  test('a question is answered from the document, which later questions see too', async () => {
    await app.limitReplies(20)
    await app.attach('board.txt', board)
    await app.ask('Who is the head?')
    const question = app.questions.first()
    await question.getByRole('listitem', { name: 'board.txt' }).getByText('The model sees all of it').waitFor()
    await app.ask('And when?')
    const [{ id } = { id: '' }] = await app.request('listConversations')
    const { text } = await app.request('showPrompt', id)
    expect(text).toContain(board)
    expect(text.split(board)).toHaveLength(2)
    expect(text.indexOf('Who is the head?')).toBeGreaterThan(text.indexOf(board))
  })

  test('an edited question keeps its documents', async () => {
    await app.limitReplies(20)
    await app.attach('board.txt', board)
    await app.ask('Who is the head?')
    const question = app.questions.first()
    await question.hover()
    await question.getByRole('button', { name: 'Edit', exact: true }).click()
    await question.getByRole('textbox', { name: 'Text to edit' }).fill('Who was chosen?')
    await question.getByRole('button', { name: 'Send', exact: true }).click()
    await question.getByText('2 of 2').waitFor()
    await question.getByRole('listitem', { name: 'board.txt' }).waitFor()
    await app.button('Stop').waitFor({ state: 'hidden' })
    const [{ id } = { id: '' }] = await app.request('listConversations')
    expect((await app.request('showPrompt', id)).text).toContain(board)
  })

  test('a document of the conversation opens beside it by keyboard, and Escape returns', async () => {
    await app.limitReplies(20)
    await app.attach('facts.pdf', makePdf({ pages: plainPages(3) }))
    await app.ask('What?')
    const card = app.questions.first().getByRole('button', { name: /facts\.pdf/ })
    await card.focus()
    await app.page.keyboard.press('Enter')
    await app.documentPage.getByText('Page 1 of 3').waitFor()
    await app.page.keyboard.press('ArrowRight')
    await app.documentPage.getByText('Fact 2.1 stands on page 2 of this file.').waitFor()
    await app.page.keyboard.press('Escape')
    await app.documentPage.waitFor({ state: 'hidden' })
    expect(await card.evaluate((button) => button === document.activeElement)).toBe(true)
  })
})

test('a PDF is read page by page, and a link shows the text of its page', async () => {
  const [first, second, third] = plainPages(3)
  const pages = [first, { lines: [] }, second, third].filter((page) => page !== undefined)
  const summary = await app.summarise('facts.pdf', makePdf({ pages }))
  await summary.getByText('All 4 pages were read, in 1 part; 1 holds no text.').waitFor({ timeout: 110_000 })
  await summary.getByRole('link', { name: 'p. 3', exact: true }).first().click()
  await app.documentPage.getByText('Fact 2.1 stands on page 2 of this file.').waitFor()
})

/** The window may not have stored yet which conversation was open. */
async function killAndOpen(killed: App, title: RegExp): Promise<void> {
  await killed.killAndStart()
  await killed.conversations.filter({ hasText: title }).first().click()
}

testWith('endless')('a job is paused, survives a kill, is cancelled, and continues to its end', async () => {
  const home = newHome()
  onTestFinished(() => removeHome(home))
  // Waits behind an endless reply, so that the job is not done before it is paused.
  const slow = await App.launch(home, { PARLEY_MODEL: endless })
  await slow.waitForEngine()
  await slow.request('sendMessage', null, 'Hello')
  const summary = await slow.summarise('report.md', beginning)
  await summary.getByRole('button', { name: 'Pause' }).click()
  await summary.getByRole('button', { name: 'Resume' }).waitFor()
  await slow.kill()
  const next = await App.launch(home)
  onTestFinished(() => next.quit())
  await next.conversations
    .filter({ hasText: /report/ })
    .first()
    .click()
  const resumed = () => next.summary('report.md')
  await resumed().getByRole('button', { name: 'Resume' }).click()
  await resumed().getByRole('button', { name: 'Cancel' }).click()
  await resumed().getByText('Cancelled.').waitFor()
  await resumed().getByRole('button', { name: 'Resume' }).click()
  await killAndOpen(next, /report/)
  await resumed()
    .getByText(/^All \d+ pages were read, in \d+ parts/)
    .waitFor({ timeout: 110_000 })
})

test('a summary is made again as another version, and the first one stays', async () => {
  const summary = await app.summarise('board.txt', board)
  await summary.getByRole('button', { name: 'Do it again' }).click()
  await summary.getByText('2 of 2').waitFor()
  await summary.getByText('The only page was read').waitFor()
  await summary.getByRole('button', { name: 'Previous version' }).click()
  await summary.getByText('1 of 2').waitFor()
})

test.each([
  ['picture.txt', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]), /not a text file/],
  ['letter.pdf', '%PDF-1.7', /This PDF is damaged/],
  ['scan.pdf', makePdf({ pages: [{ lines: [] }] }), /no text in this PDF/],
])(
  'the card of %s says why it could not be read, and after its removal the app works',
  async (name, content, sentence) => {
    const card = await app.attach(name, content)
    await card.getByText(sentence).waitFor()
    expect(await app.button('Send').isDisabled()).toBe(true)
    await app.button(`Remove ${name}`).click()
    await app.limitReplies(20)
    const reply = await app.ask('Hello')
    expect((await reply.innerText()).length).toBeGreaterThan(5)
  },
)

test.each([
  ['empty.txt', '', /empty/],
  ['letter.doc', 'PK', /can't read old Word files\. Save it as \.docx/],
])('%s is refused where it was dropped, until the user dismisses it', async (name, content, sentence) => {
  await app.drop(name, content)
  const refusal = app.page.getByRole('alert').filter({ hasText: sentence })
  await refusal.waitFor()
  await app.button(`Dismiss ${name}`).click()
  await refusal.waitFor({ state: 'hidden' })
  expect(await app.page.getByRole('list', { name: 'Attachments' }).count()).toBe(0)
})
