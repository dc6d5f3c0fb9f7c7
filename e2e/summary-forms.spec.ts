import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { beforeEach, expect, test } from 'vitest'
import { App } from './app.js'
import { testWith } from './test-with.js'

const report = readFileSync(
  join(import.meta.dirname, '..', 'native', 'tiny-model', 'sample', 'harbour-report.md'),
  'utf8',
)
/** Longer than half of the context, so that it is read in parts, and no longer. */
const beginning = report.slice(0, report.indexOf('## Evenings'))
const board = 'The board met in May. It chose Ada Smith as its head. It meets again in June.'

const app = App.ofFile()

beforeEach(() => app.newChat())

const summaryButton = () => app.page.getByRole('button', { name: /^Summary:/ })
const menuItem = (name: string) => app.page.getByRole('menuitem', { name, exact: true })
const formItem = (name: string) => app.page.getByRole('menuitemradio', { name, exact: true })
const finished = (card: Locator) => card.getByRole('button', { name: 'Do it again' }).waitFor({ timeout: 110_000 })

async function chooseForm(name: string): Promise<void> {
  await summaryButton().click()
  await formItem(name).click()
}

async function makeAnother(card: Locator, form: string): Promise<void> {
  await card.getByRole('button', { name: 'Another form' }).click()
  await formItem(form).click()
}

test('the form, purpose and language that were chosen in the composer are those of the summary', async () => {
  await app.attach('board.txt', board)
  expect(await summaryButton().innerText()).toContain('Key points')
  await chooseForm('Timeline')
  await summaryButton().click()
  await menuItem('Purpose and language…').click()
  await app.page.getByRole('textbox', { name: 'Purpose' }).fill('For a hearing')
  await app.page.getByRole('combobox', { name: 'Language' }).fill('German')
  await app.page.keyboard.press('Escape')
  await app.page.getByRole('button', { name: 'Summary: Timeline, in German, for a hearing' }).waitFor()
  await app.composer.fill('Who is the head?')
  await summaryButton().waitFor({ state: 'hidden' })
  await app.composer.fill('')
  await app.composer.press('Enter')
  await app.summary('board.txt').getByText('Timeline, in German, for a hearing').waitFor()
  await app.attach('second.txt', 'Another text of the same board.')
  expect(await summaryButton().innerText()).toContain('Key points')
})

testWith('speed')('another form is written from the finished notes, and the versions have each their own', async () => {
  const card = await app.summarise('report.md', beginning)
  await finished(card)
  const [{ id: conversationId } = { id: '' }] = await app.request('listConversations')
  const notesOf = async () => {
    const { jobs } = await transcript(conversationId)
    return Promise.all(jobs.map(({ id }) => app.request('readNotes', id)))
  }
  await makeAnother(card, 'By section')
  await card.getByText('2 of 2').waitFor()
  // No notes step runs again: the first thing that the new version says is that all parts are done.
  const { jobs } = await transcript(conversationId)
  expect(jobs.map(({ options }) => options.form)).toEqual(['points', 'sections'])
  expect(jobs[1]?.parts).toEqual(jobs[0]?.parts)
  await finished(card)
  const [first, second] = await notesOf()
  expect(second?.parts.map(({ notes }) => notes.map(({ point }) => point))).toEqual(
    first?.parts.map(({ notes }) => notes.map(({ point }) => point)),
  )
  await card.getByRole('heading', { name: 'The building' }).waitFor()
  await card.getByText(/^By section/).waitFor()
  await card.getByRole('button', { name: 'Previous version' }).click()
  await card.getByText('1 of 2').waitFor()
  await card.getByText(/^Key points/).waitFor()
  expect(await card.getByRole('heading', { name: 'The building' }).count()).toBe(0)
})

testWith('speed')('the account names each page, lists all notes, and is copied with the summary', async () => {
  const card = await app.summarise('report.md', report)
  await card.getByText(/^All \d+ pages were read/).waitFor({ timeout: 110_000 })
  const links = card.getByRole('link', { name: /^p\. \d+$/ })
  await expect.poll(() => links.count()).toBeGreaterThan(2)
  await finished(card)
  const strip = card.getByRole('group', { name: /^Account of \d+ pages$/ })
  const names = await strip
    .getByRole('button')
    .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('aria-label')))
  expect(names[0]).toMatch(/^Page 1, /)
  expect(names.every((name) => /, (?:used in the summary|noted, not used|read, nothing noted)$/.test(name ?? ''))).toBe(
    true,
  )
  expect(names.some((name) => name?.endsWith('used in the summary'))).toBe(true)
  await card
    .getByRole('list', { name: 'Legend' })
    .getByText(/^\d+ used$/)
    .waitFor()

  await card.getByRole('button', { name: 'All notes' }).click()
  const notes = card.getByRole('region', { name: 'Notes' })
  await notes.getByRole('heading', { name: /^Part 1, page/ }).waitFor()
  const [, used, all] = /uses (?:(\d+) of )?(?:all )?(\d+) notes/.exec(await card.innerText()) ?? []
  expect(await notes.getByRole('listitem').count()).toBe(Number(all))
  expect(await notes.getByText('not used').count()).toBe(Number(all) - Number(used ?? all))
  await notes
    .getByRole('link', { name: /^p\. \d+$/ })
    .first()
    .click()
  await app.documentPage.locator('mark').waitFor()
  await app.page.keyboard.press('Escape')

  await card.getByRole('button', { name: 'Copy' }).click()
  await card.getByText('Copied').waitFor()
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toMatch(/^# Summary of report\.md\n\n- .* \(p\. \d+\)\n/)
  expect(copied).toMatch(/\n\nAll \d+ pages were read, in \d+ parts/)
})

test('options that are none are refused, and nothing is made', async () => {
  const before = await app.conversations.count()
  await app.attach('board.txt', board)
  const wrong = [{ form: 'poem' }, { form: 'table', purpose: 'p'.repeat(501) }, { form: 'table', model: 'other' }]
  for (const options of wrong) {
    await expect(app.request('summariseDocuments', null, undefined, options as never)).rejects.toThrow(/can't use/)
  }
  expect(await app.conversations.count()).toBe(before)
})

/** What a window that opens the conversation now is told first. */
async function transcript(conversationId: string) {
  return app.page.evaluate(async (id) => {
    const { parley } = globalThis as unknown as { parley: import('../contract/bridge.js').Bridge }
    return new Promise<import('../contract/streams.js').Transcript>((resolve) => {
      const close = parley.open.conversation({ conversationId: id }, async ({ events }) => {
        const [first] = events
        if (first?.type !== 'snapshot') return
        resolve(first.transcript)
        setTimeout(() => close())
      })
    })
  }, conversationId)
}
