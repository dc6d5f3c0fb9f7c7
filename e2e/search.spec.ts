import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from '../electron/main/store/database.js'
import { openStore } from '../electron/main/store/open-store.js'
import { App, newHome, removeHome } from './app.js'
import { chooseItem, openedMenu } from './native-menus.js'

let home: string
let app: App

/** More than are drawn without scrolling. */
const exchanges = 200

beforeAll(async () => {
  home = newHome()
  await fill(home)
  app = await App.launch(home)
})
afterAll(async () => {
  await app.quit()
  removeHome(home)
})

async function fill(folder: string): Promise<void> {
  const store = openStore(folder)
  const answer = (id: string, text: string) => {
    store.messages.appendReply(id, 'answer', text)
    store.messages.finishReply(id, { state: 'done' })
  }
  const long = store.conversations.create('The long one')
  for (let number = 0; number < exchanges; number++) {
    const text = number === 30 ? `${'So it was. '.repeat(400)}\n\nThen the **walrus** came.` : `Answer ${number}.`
    answer(store.messages.addExchange(long.id, `Question ${number}`, 'tiny').reply.id, text)
  }
  const branched = store.conversations.create('The branched one')
  const { reply } = store.messages.addExchange(branched.id, 'Which bird?', 'tiny')
  answer(reply.id, 'A pelican.')
  answer(store.messages.addVersion(reply.id, 'tiny').id, 'A heron.')
  const report = store.conversations.create('The report')
  const harbour = store.documents.create({
    id: 'harbour',
    conversationId: report.id,
    name: 'harbour.txt',
    kind: 'text',
    bytes: 7,
    hash: '',
  })
  store.documents.send(report.id, report.id, store.messages.addRequest(report.id).id)
  const job = store.jobs.create(harbour.id)
  store.messages.addDocument(report.id, job.id)
  store.jobs.finish(job.id, [{ text: 'The lighthouse stays closed.', isQuote: false }], 'The only page was read.')
  const papers = store.conversations.create('The papers')
  const lease = { id: 'lease', name: 'lease.txt', kind: 'text', bytes: 7, hash: '' } as const
  store.documents.create({ ...lease, conversationId: papers.id })
  const sent = store.messages.addExchange(papers.id, 'What does it say?', 'tiny')
  answer(sent.reply.id, 'Little.')
  store.documents.send(papers.id, papers.id, sent.user.id)
  const pages = ['Rent is due.', 'Notice is short.', 'No demurrage is due.'].map(
    (text) => ({ status: 'read', passages: ['Of the lease.', text] }) as const,
  )
  const read = { kind: 'text', removedCharacters: 0, omitted: [], problems: [], pages } as const
  await store.documents.storeText(lease.id, read, [])
  const forms = store.conversations.create('The forms')
  answer(store.messages.addExchange(forms.id, 'Wie heißt sie?', 'tiny').reply.id, 'Donaudampfschifffahrtsstraße')
  answer(store.messages.addExchange(store.conversations.create('The food').id, 'What?', 'tiny').reply.id, 'A 🍕.')
  const markup = store.messages.addExchange(store.conversations.create('The markup').id, 'And **this**?', 'tiny')
  answer(markup.reply.id, 'Drink H<sub>2</sub>O.\n\n- un*sink*able, see [the pier](https://example.org/quay)\n\n`sub`')
  const beach = store.conversations.create('The beach')
  answer(store.messages.addExchange(beach.id, 'A gull?', 'tiny').reply.id, 'So it was. '.repeat(400))
  answer(store.messages.addExchange(beach.id, 'And then?', 'tiny').reply.id, 'Another **gull** came.')
  answer(store.messages.addExchange(beach.id, 'What more?', 'tiny').reply.id, `${'So it was. '.repeat(400)} A gull.`)
  const thought = store.messages.addExchange(store.conversations.create('The thought').id, 'Which?', 'tiny').reply.id
  store.messages.appendReply(thought, 'reasoning', 'A kittiwake, perhaps.')
  answer(thought, 'A bird.')
  store.close()
  // As after an update that indexes by other rules: the app fills the index while it runs.
  const db = new Database(join(folder, 'parley.db'))
  db.exec('UPDATE search_progress SET form = -1')
  db.close()
}

async function openHit(query: string): Promise<void> {
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill(query)
  const hits = app.page.getByRole('list', { name: 'Results' }).getByRole('listitem')
  await hits.filter({ hasText: query }).getByRole('button').click()
}

/** The marked words, and whether they are visible. */
const markedWords = () =>
  app.transcript.evaluate((scroller) => {
    const frame = scroller.getBoundingClientRect()
    const ranges = [...(CSS.highlights.get('found') ?? [])] as Range[]
    return ranges.map((range) => ({
      word: range.toString(),
      isSeen: range.getBoundingClientRect().top > frame.top && range.getBoundingClientRect().bottom < frame.bottom,
    }))
  })

test('a hit in an old message opens at the message, with its words marked, and is announced', async () => {
  await openHit('walrus')
  await expect.poll(markedWords).toEqual([{ word: 'walrus', isSeen: true }])
  await app.page.getByText(/^Found in the reply: .*walrus/).waitFor()
  await app.button('Jump to latest').click()
  await app.questions.filter({ hasText: `Question ${exchanges - 1}` }).waitFor()
  await expect.poll(markedWords).toEqual([{ word: 'walrus', isSeen: false }])
  // Opens the same hit again, in the open conversation.
  await openHit('walrus')
  await expect.poll(markedWords).toEqual([{ word: 'walrus', isSeen: true }])
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('')
  await expect.poll(markedWords).toEqual([])
})

test('a hit in another version shows that version, and Undo returns to the previous one', async () => {
  await openHit('pelican')
  await app.replies.getByText('A pelican.').waitFor()
  await expect.poll(markedWords).toEqual([{ word: 'pelican', isSeen: true }])
  await app.button('Undo').click()
  await app.replies.getByText('A heron.').waitFor()
  // Undo is not offered after the user has stepped to another version.
  await app.button('Previous version').click()
  await app.replies.getByText('A pelican.').waitFor()
})

test('Find Next and Find Previous show each message of the open conversation that has the words', async () => {
  await openHit('gull')
  await expect.poll(markedWords).toMatchObject([{ word: 'gull', isSeen: true }])
  const place = async (number?: number) => {
    const words = app.page.getByText(number === undefined ? /^Found in .*, \d of 3: / : `, ${number} of 3: `)
    return Number(/, (\d) of 3/.exec((await words.textContent()) ?? '')?.[1])
  }
  await app.menu('Find Next')
  const first = await place()
  for (const step of [1, 2, 3]) {
    await app.menu('Find Next')
    await place(((first - 1 + step) % 3) + 1)
    await expect.poll(markedWords).toMatchObject([{ word: 'gull', isSeen: true }])
  }
  await app.menu('Find Previous')
  await place(((first + 1) % 3) + 1)
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('walrus')
  await app.page.getByRole('list', { name: 'Results' }).getByText('The long one').waitFor()
  await app.menu('Find Next')
  await app.page.getByText("Nothing found for 'walrus' in this conversation.").waitFor()
})

test('a hit shows its day', async () => {
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('walrus')
  const hit = app.page.getByRole('list', { name: 'Results' }).getByRole('listitem')
  await hit.getByText('Today', { exact: true }).waitFor()
  expect(await hit.locator('time').getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT/)
})

test('a summary of a document is found, and opens with its words marked', async () => {
  await openHit('lighthouse')
  await expect.poll(markedWords).toEqual([{ word: 'lighthouse', isSeen: true }])
})

test('a word inside another one, in another spelling, is found and marked', async () => {
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('schifffahrtsstrasse')
  const hits = app.page.getByRole('list', { name: 'Results' }).getByRole('listitem')
  await hits.filter({ hasText: 'The forms' }).getByRole('button').click()
  await expect.poll(markedWords).toEqual([{ word: 'schifffahrtsstraße', isSeen: true }])
  await openHit('🍕')
  await expect.poll(markedWords).toEqual([{ word: '🍕', isSeen: true }])
})

test('a reply is found by what it shows, its snippet has no markup, and a word over several elements is marked', async () => {
  const field = app.page.getByRole('searchbox', { name: 'Search conversations' })
  const hits = app.page.getByRole('list', { name: 'Results' }).getByRole('listitem')
  for (const [query, marked] of [
    ['h2o', 'H2O'],
    ['unsinkable', 'unsinkable'],
    ['sinka', 'sinka'],
  ] as const) {
    await field.fill(query)
    await hits.locator('mark').getByText(marked, { exact: true }).waitFor()
    await hits.getByText('Drink H2O. unsinkable, see the pier sub').click()
    await expect.poll(markedWords).toEqual([{ word: marked, isSeen: true }])
  }
  await field.fill('quay')
  await app.page.getByText("Nothing found for 'quay'.").waitFor()
  // What a person writes is shown as it was written.
  await openHit('**this**')
  await expect.poll(markedWords).toEqual([{ word: 'this', isSeen: true }])
})

test('where one letter is off, the word is suggested, and found with a click', async () => {
  const field = app.page.getByRole('searchbox', { name: 'Search conversations' })
  await field.fill('wallrus')
  await app.page.getByText("Nothing found for 'wallrus'.").waitFor()
  await app.button('walrus').click()
  expect(await field.inputValue()).toBe('walrus')
  await app.page.getByRole('list', { name: 'Results' }).getByRole('listitem').filter({ hasText: 'walrus' }).waitFor()
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('the arrow key and Return are not lost when they come before the results', async () => {
  const field = app.page.getByRole('searchbox', { name: 'Search conversations' })
  const focusedRow = () => app.page.evaluate(() => document.activeElement?.querySelector('.row-title')?.textContent)
  await field.fill('walrus')
  await field.press('ArrowDown')
  await expect.poll(focusedRow).toBe('The long one')
  await field.fill('heron')
  await field.press('Enter')
  await app.page.getByRole('heading', { level: 1, name: 'The branched one' }).waitFor()
  await field.fill('')
})

test('More Like This finds the messages that share the telling words of a message, without that message', async () => {
  await openHit('gull')
  const message = app.replies.filter({ hasText: 'Another gull came.' })
  await openedMenu(app, () => message.getByText('Another').click({ button: 'right' }))
  await chooseItem(app, 'More Like This')
  const field = app.page.getByRole('searchbox', { name: 'Search conversations' })
  await expect.poll(() => field.inputValue()).toMatch(/^like:.*gull/)
  const hits = app.page.getByRole('list', { name: 'Results' })
  await hits.locator('mark', { hasText: /gull/i }).first().waitFor()
  expect(await hits.getByText('Another gull came.').count()).toBe(0)
})

test('what a model thought is found when it is asked for, and opens with its words marked', async () => {
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('reasoning:yes kittiwake')
  await app.page
    .getByRole('list', { name: 'Results' })
    .getByRole('button', { name: /The thought/ })
    .click()
  await expect.poll(markedWords).toEqual([{ word: 'kittiwake', isSeen: true }])
})

test('a word that only a document has opens the conversation and the page, with the passage marked', async () => {
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).fill('demurrage')
  const hit = app.page.getByRole('list', { name: 'Results' }).getByRole('button', { name: /The papers/ })
  await hit.getByText('lease.txt, p. 3: No demurrage is due.').waitFor()
  await hit.click()
  await app.page.getByRole('heading', { level: 1, name: 'The papers' }).waitFor()
  await app.documentPage.locator('mark', { hasText: 'No demurrage is due.' }).waitFor()
})
