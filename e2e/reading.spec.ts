import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from '../electron/main/store/database.js'
import { openStore } from '../electron/main/store/open-store.js'
import { App, newHome, removeHome } from './app.js'

/** How a conversation reads: the measure of its lines, the distances of its turns, and what stands beside the words. */

const home = newHome()
let app: App

const day = 24 * 3_600_000
const prose = 'The board met for two hours and spoke of the ferry, the library and the lease. '.repeat(8)
const answer = [
  prose,
  'A line with `code` in it.',
  'A line without.',
  '```\none long line of code that goes on and on, over the end of the column, so that it has to be scrolled to be read to its end\n```',
  '```python\nprint(1)\n```',
  `|${' A wide column |'.repeat(12)}\n|${'---|'.repeat(12)}\n|${' x |'.repeat(12)}`,
  '- [x] Done\n- [ ] To do',
].join('\n\n')
const long = `${'A line of a long message.\n'.repeat(40)}At its end stands the **walrus**.`

beforeAll(async () => {
  const store = openStore(home)
  const { id } = store.conversations.create('The reading')
  const say = (question: string, reply: string) => {
    const exchange = store.messages.addExchange(id, question, 'tiny')
    store.messages.appendReply(exchange.reply.id, 'answer', reply)
    store.messages.finishReply(exchange.reply.id, { state: 'done' })
    return exchange
  }
  const first = say('This is **important**, and see [the site](https://example.org/quay).', prose)
  say(long, 'Yes.')
  say('Show me all of it', answer)
  store.close()
  const db = new Database(join(home, 'parley.db'))
  const setTime = db.prepare('UPDATE messages SET created_at = ? WHERE id = ?')
  for (const message of [first.user, first.reply]) setTime.run(Date.now() - day, message.id)
  db.close()
  app = await App.launch(home)
  await app.conversations.getByRole('button', { name: 'The reading', exact: true }).click()
  await app.replies.nth(2).waitFor()
})

afterAll(async () => {
  await app.quit()
  removeHome(home)
})

const box = (place: Locator) =>
  place.evaluate((element) => {
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect()
    return { top, bottom, left, right, width, height }
  })
const part = (article: Locator, name: 'question' | 'answer') => article.locator(`[data-part=${name}]`)
const opacity = (place: Locator) => place.evaluate((element) => Number(getComputedStyle(element).opacity))

test('prose has at most 72 characters in a line, and tables and code the whole column', async () => {
  const paragraph = part(app.replies.first(), 'answer').locator('p').first()
  const lines = await paragraph.evaluate((element) => {
    const text = element.firstChild as Text
    const range = document.createRange()
    const counts = new Map<number, number>()
    for (let index = 0; index < text.length; index++) {
      range.setStart(text, index)
      range.setEnd(text, index + 1)
      const { top } = range.getBoundingClientRect()
      counts.set(top, (counts.get(top) ?? 0) + 1)
    }
    return [...counts.values()]
  })
  expect(lines.length).toBeGreaterThan(5)
  // With the space at its end.
  expect(Math.max(...lines)).toBeLessThanOrEqual(73)
  const { fontSize, lineHeight } = await paragraph.evaluate((element) => getComputedStyle(element))
  expect([fontSize, lineHeight]).toEqual(['16px', '26px'])
  const last = part(app.replies.last(), 'answer')
  for (const name of ['Table', 'Code'] as const) {
    const place = last.getByRole('group', { name, exact: true })
    const outer = name === 'Table' ? place : place.locator('..')
    expect((await box(outer)).width).toBe(720)
    expect(await place.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true)
  }
})

test('an answer is near its question and far from the next one, and the actions take no height', async () => {
  const question = app.questions.nth(1)
  const reply = app.replies.nth(1)
  const [bubble, words, next] = await Promise.all([
    box(question.locator('.question-bubble')),
    box(part(reply, 'answer')),
    box(app.questions.nth(2).locator('.question-bubble')),
  ])
  expect(Math.round(words.top - bubble.bottom)).toBe(16)
  expect(Math.round(next.top - words.bottom)).toBe(40)
})

test('the actions of a message appear for the pointer and for the keyboard, and VoiceOver finds them without either', async () => {
  const copy = app.replies.first().getByRole('button', { name: 'Copy', exact: true })
  await app.composer.hover()
  await app.composer.focus()
  await expect.poll(() => opacity(copy)).toBe(0)
  expect(await copy.ariaSnapshot()).toContain('button "Copy"')
  await app.replies.first().hover()
  await expect.poll(() => opacity(copy)).toBe(1)
  await app.composer.hover()
  await copy.focus()
  await expect.poll(() => opacity(copy)).toBe(1)
})

test('a day begins with its name, and a message shows its time when it is pointed at', async () => {
  expect(await app.transcript.locator('.transcript-day').allInnerTexts()).toEqual(['Yesterday', 'Today'])
  const time = app.replies.first().locator('.message-time')
  await app.composer.focus()
  await app.composer.hover()
  await expect.poll(() => opacity(time)).toBe(0)
  await app.replies.first().hover()
  await expect.poll(() => opacity(time)).toBe(1)
  expect(await time.innerText()).toMatch(/\d{1,2}.\d\d/)
})

test('a long message folds, unfolds, and is opened by a search for what it hides', async () => {
  const question = app.questions.nth(1)
  const folded = async () => (await box(part(question, 'question'))).height
  expect(await folded()).toBeLessThanOrEqual(261)
  await question.getByRole('button', { name: 'Show all' }).click()
  expect(await folded()).toBeGreaterThan(900)
  await question.getByRole('button', { name: 'Show less' }).click()
  expect(await folded()).toBeLessThanOrEqual(261)
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('walrus')
  await app.page.getByRole('list', { name: 'Results' }).getByRole('listitem').first().getByRole('button').click()
  await question.getByRole('button', { name: 'Show less' }).waitFor()
  await expect.poll(folded).toBeGreaterThan(900)
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('')
})

test('the Markdown of a user is drawn, its source is one click away, and a search finds what only the source has', async () => {
  const question = app.questions.first()
  await question.locator('strong', { hasText: 'important' }).waitFor()
  await question.getByRole('link', { name: 'the site' }).waitFor()
  await question.hover()
  await question.getByRole('button', { name: 'Show as written' }).click()
  await question.getByText('This is **important**').waitFor()
  await question.getByRole('button', { name: 'Show formatted' }).click()
  await question.locator('strong').waitFor()
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('quay')
  await app.page.getByRole('list', { name: 'Results' }).getByRole('listitem').first().getByRole('button').click()
  await question.getByText('(https://example.org/quay)').waitFor()
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('')
  await question.locator('strong').waitFor()
  expect(await app.questions.last().getByRole('button', { name: 'Show as written' }).count()).toBe(0)
})

test('code has a label only where it has a language, wraps on request, and is selected without its label', async () => {
  const last = part(app.replies.last(), 'answer')
  expect(await last.locator('.code-language').allInnerTexts()).toEqual(['python'])
  const code = last.getByRole('group', { name: 'Code', exact: true })
  const isScrolled = () => code.evaluate((element) => element.scrollWidth > element.clientWidth)
  expect(await isScrolled()).toBe(true)
  await code.locator('..').getByRole('button', { name: 'Wrap lines' }).click()
  await expect.poll(isScrolled).toBe(false)
  await last.evaluate((element) => document.getSelection()?.selectAllChildren(element))
  await app.electron.evaluate(({ clipboard }) => clipboard.clear())
  await app.page.keyboard.press(`${process.platform === 'darwin' ? 'Meta' : 'Control'}+c`)
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toContain('print(1)')
  // The fence of its Markdown has the language; the label itself is not there.
  expect(await copied()).not.toMatch(/^python$/m)
  await app.page.evaluate(() => document.getSelection()?.removeAllRanges())
})

test('code in a line does not move the lines apart, and a ticked box is as clear as other boxes', async () => {
  const last = part(app.replies.last(), 'answer')
  const heights = await Promise.all(
    ['A line with code', 'A line without'].map(
      async (words) => (await box(last.locator('p', { hasText: words }))).height,
    ),
  )
  expect(heights).toEqual([26, 26])
  const ticked = last.getByRole('checkbox', { name: 'Done' })
  expect(await ticked.isChecked()).toBe(true)
  const [ground, accent] = await ticked.evaluate((element) => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.background = 'var(--accent)'
    const colours = [element, probe].map((each) => getComputedStyle(each).backgroundColor)
    probe.remove()
    return colours
  })
  expect(ground).toBe(accent)
})
