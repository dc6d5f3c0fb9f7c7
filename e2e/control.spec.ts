import type { Locator } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'
import { holdEngine } from './hold-engine.js'
import { chooseItem, openedMenu } from './native-menus.js'
import { testWith } from './test-with.js'

const app = App.ofFile()

beforeAll(() => app.limitReplies(40))

const effort = (name: string) => app.page.getByRole('radiogroup', { name: 'Effort' }).getByRole('radio', { name })
const versions = (message: Locator) => message.getByRole('group', { name: 'Versions' })
const answer = (reply: Locator) => reply.locator('[data-part=answer]').innerText()
const button = (message: Locator, name: string) => message.getByRole('button', { name, exact: true })
/** No reply fills the context, regardless of the model's text, which depends on the date. */
const short = { ...initialSettings.defaults, maxTokens: 30 }
const settled = () => app.button('Stop').waitFor({ state: 'hidden' })

/** The rows of the popover of a reply's statistics. */
async function statistics(reply: Locator): Promise<string> {
  await button(reply, 'Statistics').click()
  const text = await app.page.getByRole('dialog', { name: 'Statistics' }).innerText()
  await app.page.keyboard.press('Escape')
  await app.page.getByRole('dialog', { name: 'Statistics' }).waitFor({ state: 'hidden' })
  return text
}

testWith('effort')(
  'the effort chosen in the composer applies to its conversation and not to the next one',
  async () => {
    await effort('High').click()
    const reply = await app.ask('Hello')
    expect(await statistics(reply)).toMatch(/Effort\s+High/)
    await app.button('New chat').click()
    await app.page.getByText('What are you working on?').waitFor()
    await expect.poll(() => effort('Medium').isChecked()).toBe(true)
    await app.conversations.first().getByRole('button').click()
    await app.replies.first().waitFor()
    await expect.poll(() => effort('High').isChecked()).toBe(true)
  },
)

test('versions are made, the keyboard steps through them, and all exist after a restart', async () => {
  await app.button('New chat').click()
  const first = await answer(await app.ask('Good morning'))
  const reply = app.replies.last()
  await button(reply, 'Try again with').click()
  await app.page.getByRole('menuitem', { name: '1.3, more surprising' }).click()
  await versions(reply).getByText('2 of 2').waitFor()
  await settled()

  await button(reply, 'Previous version').focus()
  await app.page.keyboard.press('Enter')
  await versions(reply).getByText('1 of 2').waitFor()
  await expect.poll(() => answer(reply)).toBe(first)
  const focused = () => app.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  await expect.poll(focused).toBe('Previous version')

  const question = app.questions.last()
  await button(question, 'Edit').focus()
  await app.page.keyboard.press('Enter')
  await app.page.getByRole('textbox', { name: 'Text to edit' }).press('Escape')
  await expect.poll(focused).toBe('Edit')
  await app.page.keyboard.press('Enter')
  await app.page.getByRole('textbox', { name: 'Text to edit' }).fill('Good evening')
  await app.page.keyboard.press(process.platform === 'darwin' ? 'Meta+Enter' : 'Control+Enter')
  await versions(question).getByText('2 of 2').waitFor()
  await settled()
  await expect.poll(focused).toBe('Message')
  const label = (id: string) =>
    app.electron.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.label, id)
  const choose = (id: string) =>
    app.electron.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)
  await expect.poll(() => label('undo')).toBe('Undo Edit Message')
  await choose('undo')
  await question.getByText('Good morning').waitFor()
  await choose('redo')
  await versions(question).getByText('2 of 2').waitFor()
  await choose('all-versions')
  const tree = app.page.getByRole('tree', { name: 'Versions' })
  const focusedItem = () => tree.evaluate(() => document.activeElement?.textContent)
  await expect.poll(focusedItem).toMatch(/^Good evening/)
  expect(await tree.getByRole('treeitem').count()).toBe(4)
  for (const key of ['Home', 'ArrowRight', 'ArrowLeft', 'Enter']) await app.page.keyboard.press(key)
  await tree.waitFor({ state: 'detached' })
  await question.getByText('Good morning').waitFor()

  await app.restart()
  await app.questions.last().getByText('Good morning').waitFor()
  await versions(app.questions.last()).getByText('1 of 2').waitFor()
  await versions(app.replies.last()).getByText('1 of 2').waitFor()
  await expect.poll(() => answer(app.replies.last())).toBe(first)
})

test('a reply is edited as text, the original stays as a version, and of the two compared one is kept', async () => {
  await app.button('New chat').click()
  const reply = await app.ask('Hello')
  await button(reply, 'Edit').click()
  await app.page.getByRole('textbox', { name: 'Text to edit' }).fill('As I would have said it.')
  await app.button('Save').click()
  await versions(reply).getByText('2 of 2').waitFor()
  await expect.poll(() => answer(reply)).toBe('As I would have said it.')
  await reply.getByText('Edited by you').waitFor()
  await button(reply, 'Previous version').click()
  await reply.getByText('Edited by you').waitFor({ state: 'detached' })
  const original = await answer(reply)

  await button(reply, 'Compare versions').click()
  const dialog = app.page.getByRole('dialog', { name: 'Compare versions' })
  const side = (name: string) => dialog.getByRole('region', { name })
  await side('Version 1 of 2 In the conversation').getByText(original.slice(0, 20)).waitFor()
  await side('Version 2 of 2').getByText('As I would have said it.').waitFor()
  await side('Version 2 of 2').getByRole('button', { name: 'Keep this one' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(() => answer(reply)).toBe('As I would have said it.')
})

test('an unfinished edit is kept while another conversation is open', async () => {
  await app.begin('What can you do?', short)
  const title = app.conversations.filter({ hasText: 'What can you do?' })
  await button(app.questions.last(), 'Edit').click()
  const field = app.page.getByRole('textbox', { name: 'Text to edit' })
  await field.fill('What can you do for me, after all?')
  await app.button('New chat').click()
  await field.waitFor({ state: 'detached' })
  await title.first().getByRole('button').click()
  await field.waitFor()
  await expect.poll(() => field.inputValue()).toBe('What can you do for me, after all?')
  await app.page.getByRole('article', { name: 'You' }).getByRole('button', { name: 'Cancel' }).click()
  await field.waitFor({ state: 'detached' })
  await button(app.questions.last(), 'Edit').click()
  await expect.poll(() => field.inputValue()).toBe('What can you do?')
  await field.fill('What else?')
  await field.press('Escape')
  await app.page.getByText('Your changes are discarded').waitFor()
  await app.page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
  await expect.poll(() => field.inputValue()).toBe('What else?')
  await field.press('Escape')
})

test('a double click on Regenerate makes one version and shows no error', async () => {
  const reply = await app.begin('What can you do?', short)
  await button(reply, 'Regenerate').dblclick()
  await settled()
  await versions(app.replies.last()).getByText('2 of 2').waitFor()
  expect(await app.page.getByText('A reply is still being made here').count()).toBe(0)
})

test('the statistics show the cached tokens, and the same seed gives the same reply', async () => {
  await app.begin(longQuestion, short)
  const reply = await app.ask('Hello')
  const cached = /\((\S+) from the cache\)/.exec(await statistics(reply))?.[1] ?? '0'
  expect(Number(cached.replace(',', ''))).toBeGreaterThan(200)
  const text = await answer(reply)
  await button(reply, 'Statistics').click()
  await app.button('Reply again with the same seed').click()
  await versions(reply).getByText('2 of 2').waitFor()
  await settled()
  await expect.poll(() => answer(reply)).toBe(text)
})

testWith('context')('the second turn of a conversation of 1,500 tokens reads only the new tokens', async () => {
  await app.begin(`Hello. ${'The old ferry was repaired in March and carries forty people. '.repeat(85)}`, short)
  const rows = await statistics(await app.ask('What can you do?'))
  const [, prompt = 0, cached = 0] = (/([\d,]+) tokens \(([\d,]+) from the cache\)/.exec(rows) ?? []).map((figure) =>
    Number(figure.replace(',', '')),
  )
  expect(prompt).toBeGreaterThan(1_500)
  // The first reply without its reasoning, and the new question.
  expect(prompt - cached).toBeLessThan(160)
})

test('a waiting conversation shows its place in the queue, also when it is opened later, and can leave the queue', async () => {
  const settings = { ...short, temperature: 2, seed: 3 }
  // Keeps the first reply running until the others have left the queue.
  const release = await holdEngine(app)
  await app.request('sendMessage', null, `First ${longQuestion}`, settings)
  await app.request('sendMessage', null, `Second ${longQuestion}`, settings)
  await app.request('sendMessage', null, `Third ${longQuestion}`, settings)
  const row = app.conversations.filter({ hasText: 'Third Summarise' })
  await row.getByText('3rd in line').waitFor()
  await openedMenu(app, () => row.getByRole('button').click({ button: 'right' }))
  await chooseItem(app, 'Leave the line')
  await row.getByText('3rd in line').waitFor({ state: 'detached' })

  await app.conversations.filter({ hasText: 'Second Summarise' }).getByRole('button').click()
  const reply = app.replies.last()
  await reply.getByText('2nd in line').waitFor()
  await button(reply, 'Cancel').click()
  await reply.getByText('Stopped').waitFor()
  await release()
})

test('sending from further up scrolls to the sent message; regenerating says that the rest is with the old version', async () => {
  await app.begin(longQuestion.repeat(3), short)
  const first = app.replies.first()
  await app.ask('Hello')
  await app.transcript.evaluate((log) => log.scrollTo(0, 0))
  await app.button('Jump to latest').waitFor()
  await app.ask('And who are you?')
  await app.button('Jump to latest').waitFor({ state: 'hidden' })
  const isSeen = () =>
    app.questions.last().evaluate((message) => message.getBoundingClientRect().bottom < window.innerHeight)
  await expect.poll(isSeen).toBe(true)

  await first.hover()
  await button(first, 'Regenerate').click()
  await app.page.getByText('The messages that followed are kept with version 1.').waitFor()
  await expect.poll(() => app.questions.count()).toBe(1)
  await app.button('Undo').click()
  await versions(first).getByText('1 of 2').waitFor()
  await app.questions.last().getByText('And who are you?').waitFor()
})
