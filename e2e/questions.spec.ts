import { beforeEach, expect, test } from 'vitest'
import { App } from './app.js'
import { makePdf } from './pdf-files.js'

const fact = 'The ferry to Skarholm needs 47 minutes.'
const plain = (page: number) => [
  `On page ${page} the ferry is late, and the people of the harbour wait.`,
  `A gull sits on post ${page}. Nobody knows how many fish it has eaten.`,
  `The keeper of lamp ${page} writes into the log that nothing has happened.`,
]
const reportOf = (pageCount: number, factPage: number) =>
  makePdf({
    pages: Array.from({ length: pageCount }, (_, index) => ({
      lines: index + 1 === factPage ? [...plain(factPage), fact] : plain(index + 1),
    })),
  })
/** Far longer than half of the model's context. */
const long = reportOf(80, 42)
const question = 'How many minutes does the ferry to Skarholm need?'

const app = App.ofFile()

beforeEach(async () => {
  await app.newChat()
  await app.limitReplies(30)
})

const lastAccount = () => app.replies.last().getByRole('list', { name: 'Pages looked at' })
const marked = () => app.documentPage.locator('mark').first()
/** What a person sees of all replies. */
const shownAnswers = () => app.replies.locator('[data-part=answer]').allInnerTexts()

test('a question on a long document is answered from the passages found, with links to their pages, and after a restart too', async () => {
  await app.attach('long.pdf', long)
  await app.ask(question)
  await lastAccount()
    .getByText(/^Looked at \d+ of 80 pages of long\.pdf$/)
    .waitFor()
  await app.questions
    .first()
    .getByRole('listitem', { name: 'long.pdf' })
    .getByText(/Looked at \d+ of 80 pages/)
    .waitFor()
  const links = lastAccount().getByRole('link', { name: /^p\. \d+$/ })
  expect(await links.count()).toBeLessThanOrEqual(20)
  await lastAccount().getByRole('link', { name: 'p. 42', exact: true }).click()
  await app.documentPage.getByText('Page 42 of 80').waitFor()
  await app.documentPage.getByRole('radio', { name: 'Text' }).check()
  await expect.poll(() => marked().innerText()).toContain(fact)

  const [{ id } = { id: '' }] = await app.request('listConversations')
  const prompt = await app.request('showPrompt', id)
  expect(prompt.text).toContain(fact)
  expect(prompt.text).toContain('[p. 42:')
  expect(prompt.text).not.toContain('On page 77 the ferry')

  await app.ask('Who keeps lamp 63?')
  await expect.poll(() => lastAccount().getByRole('link', { name: 'p. 63', exact: true }).count()).toBe(1)
  expect(await app.replies.first().getByRole('link', { name: 'p. 42', exact: true }).count()).toBeGreaterThan(0)

  await app.restart()
  await app.waitForEngine()
  await app.conversations.first().getByRole('button').click()
  await lastAccount().getByRole('link', { name: 'p. 63', exact: true }).click()
  await app.documentPage.getByText('Page 63 of 80').waitFor()
  await marked().waitFor()
  expect((await shownAnswers()).join('\n')).not.toMatch(/\[\s*p\.|【/)
})

test('a reply that is made again looks for the passages of its question again, and an edited question for those of its own', async () => {
  await app.attach('long.pdf', long)
  await app.ask(question)
  const reply = app.replies.last()
  await reply.hover()
  await reply.getByRole('button', { name: 'Regenerate', exact: true }).click()
  await reply.getByText('2 of 2').waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await lastAccount().getByRole('link', { name: 'p. 42', exact: true }).waitFor()
  const asked = app.questions.first()
  await asked.hover()
  await asked.getByRole('button', { name: 'Edit', exact: true }).click()
  await asked.getByRole('textbox', { name: 'Text to edit' }).fill('Who keeps lamp 63?')
  await asked.getByRole('button', { name: 'Send', exact: true }).click()
  await asked.getByText('2 of 2').waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await lastAccount().getByRole('link', { name: 'p. 63', exact: true }).waitFor()
})

test('all of a document is read for a question when the user wants that, also after a stop, and the first answer stays', async () => {
  await app.attach('long.pdf', reportOf(24, 12))
  await app.ask(question)
  await app.button('Read all of it').click()
  await app.replies
    .last()
    .getByText(/^Reading part \d+ of \d+$/)
    .waitFor()
  await app.button('Stop').click()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await app.replies.last().getByText('2 of 2').waitFor()
  await app.button('Try again').click()
  await app.replies.last().getByText('3 of 3').waitFor({ timeout: 110_000 })
  await lastAccount()
    .getByText(/^All 24 pages of long\.pdf were read, in \d+ parts$/)
    .waitFor()
  await lastAccount().getByRole('link').first().click()
  await marked().waitFor()
  await app.button('Previous version').click()
  await app.button('Previous version').click()
  await lastAccount()
    .getByText(/^Looked at \d+ of 24 pages/)
    .waitFor()
})

test('of two documents, each has its own account', async () => {
  await app.attach('long.pdf', long)
  await app.attach('short.txt', 'The ferry is painted green.')
  await app.ask(question)
  await lastAccount()
    .getByText(/of 80 pages of long\.pdf$/)
    .waitFor()
  const short = lastAccount().getByRole('listitem').filter({ hasText: 'Looked at the only page of short.txt' })
  await short.getByRole('link', { name: 'p. 1', exact: true }).click()
  await app.documentPage.getByText('The ferry is painted green.').waitFor()
})
