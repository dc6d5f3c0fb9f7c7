import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { busyCores } from '../build/heavy/busy-cores.mjs'
import { App } from './app.js'
import { openedMenu } from './native-menus.js'
import { pressKeys } from './press-keys.js'
import { testWith } from './test-with.js'

/** Keys arrive faster than the window draws, on a busy machine. Each key must reach the right element. */

const app = App.ofFile()

let endLoad = () => {}
beforeAll(async () => {
  await app.limitReplies(8)
  endLoad = busyCores()
})
afterAll(() => endLoad())
beforeEach(async () => {
  await press('Control+N')
  await app.page.getByText('What are you working on?').waitFor()
  await expect.poll(() => app.composer.inputValue()).toBe('')
})

const press = (...keys: readonly string[]) => pressKeys(app, ...keys)
/** The accessible name of the focused element. */
const focused = () =>
  app.page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement
    return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent
  })
const expectFocus = (name: string | RegExp) =>
  expect.poll(focused).toMatch(typeof name === 'string' ? new RegExp(`^${name}$`) : name)
const settled = () => app.button('Stop').waitFor({ state: 'hidden' })
const title = (words: string) => app.page.getByRole('heading', { level: 1, name: words, exact: true })
const effort = (name: string) =>
  app.page.getByRole('main').getByRole('radiogroup', { name: 'Effort' }).getByRole('radio', { name })
const draft = () => app.composer.inputValue()
const versions = () => app.replies.last().getByRole('group', { name: 'Versions' })

/** Makes a conversation with one message and its reply; the message is also its title. */
async function begin(words: string): Promise<void> {
  await press(`text:${words}`, 'Enter')
  await app.questions.getByText(words, { exact: true }).waitFor()
  await title(words).waitFor()
  await app.replies.last().waitFor()
  await settled()
}

test('a new conversation opens, and the typed message is sent', async () => {
  await begin('One')
  await press('Control+N', 'text:Two', 'Enter')
  await app.questions.getByText('Two', { exact: true }).waitFor()
  expect(await app.questions.count()).toBe(1)
})

test('text typed after New chat in the sidebar is the message', async () => {
  await begin('Pears')
  await app.button('New chat').focus()
  await press('Enter', 'text:Apples', 'Enter')
  await app.questions.getByText('Apples', { exact: true }).waitFor()
})

testWith('effort')('the effort is chosen, and the next text is the message', async () => {
  await begin('Before')
  await press('Control+N', 'Tab', 'Tab', 'Right')
  await expect.poll(() => effort('High').isChecked()).toBe(true)
  await press('Shift+Tab', 'Shift+Tab', 'text:After', 'Enter')
  await app.questions.getByText('After', { exact: true }).waitFor()
  expect(await effort('High').isChecked()).toBe(true)
})

test('text typed after Return stays in the composer of its conversation', async () => {
  await press('text:First', 'Enter', 'text:and more')
  await app.questions.getByText('First', { exact: true }).waitFor()
  await settled()
  expect(await draft()).toBe('and more')
  await press('Enter')
  await app.questions.getByText('and more', { exact: true }).waitFor()
  expect(await app.questions.count()).toBe(2)
})

test('a second Return while a message is being sent keeps the next draft', async () => {
  await press('text:First', 'Enter', 'text:Second', 'Enter')
  await app.questions.getByText('First', { exact: true }).waitFor()
  await settled()
  expect(await draft()).toBe('Second')
  expect(await app.questions.count()).toBe(1)
})

test('two conversations are started one after the other', async () => {
  await press('text:North', 'Enter', 'Control+N', 'text:South')
  await app.conversations.filter({ hasText: 'North' }).first().waitFor()
  expect(await draft()).toBe('South')
  await app.page.getByText('What are you working on?').waitFor()
  await press('Enter')
  await app.questions.getByText('South', { exact: true }).waitFor()
  await settled()
})

test('Escape after Return stops the reply', async () => {
  // Freezes the engine, so that the reply can't end before it is stopped.
  const [engine = 0] = await app.enginePids()
  process.kill(engine, 'SIGSTOP')
  await press('text:Stop me', 'Enter', 'Escape')
  await app.replies.last().waitFor()
  await app.request('getQueue') // main has then handled all earlier keys
  process.kill(engine, 'SIGCONT')
  await app.replies.last().getByText('Stopped').waitFor()
  await expectFocus('Message')
  // The next message is not stopped with it.
  await press('text:Go on', 'Enter')
  await app.questions.getByText('Go on', { exact: true }).waitFor()
  await settled()
  await app.replies.nth(1).getByRole('button', { name: 'Regenerate' }).waitFor()
  expect(await app.replies.nth(1).getByText('Stopped').count()).toBe(0)
})

test('a search is opened, typed and closed, and the next text is the message', async () => {
  await begin('Lighthouse')
  await press('Control+Shift+F', 'text:Lightho')
  const field = app.page.getByRole('searchbox', { name: 'Search conversations' })
  await expect.poll(() => field.inputValue()).toBe('Lightho')
  await app.page.getByRole('list', { name: 'Results' }).getByText('Lighthouse').first().waitFor()
  await press('Escape', 'Escape', 'text:back')
  await expect.poll(draft).toBe('back')
  expect(await field.inputValue()).toBe('')
  await app.composer.fill('')
})

test('a second search replaces the first', async () => {
  await press('Control+Shift+F', 'text:abc', 'Control+Shift+F', 'text:de')
  const field = app.page.getByRole('searchbox', { name: 'Search conversations' })
  await expect.poll(() => field.inputValue()).toBe('de')
  await press('Escape', 'Escape')
  await expectFocus('Message')
})

test('a title is changed from its menu', async () => {
  await begin('Untitled')
  await app.button('Conversation options').focus()
  await press('Enter', 'R', 'Enter', 'text:Harbour', 'Enter')
  await title('Harbour').waitFor()
  await expectFocus('Conversation options')
})

test('renaming is cancelled, and the menu of the title opens again', async () => {
  await begin('Kept')
  await app.button('Conversation options').focus()
  await press('Enter', 'R', 'Enter', 'text:Other', 'Escape', 'Enter', 'Down')
  await app.page
    .getByRole('menuitem', { name: 'Pin', exact: true })
    .and(app.page.locator('[data-highlighted]'))
    .waitFor()
  await press('Escape')
  await expectFocus('Conversation options')
  await title('Kept').waitFor()
})

test('a new conversation keeps the title that was being typed and closes its field', async () => {
  await begin('Draft title')
  await app.button('Conversation options').focus()
  await press('Enter', 'R', 'Enter', 'text:Kept title', 'Control+N', 'text:next', 'Control+Tab', 'text:here')
  await title('Kept title').waitFor()
  await expect.poll(draft).toBe('here')
  await app.composer.fill('')
  await press('Control+N')
  await expect.poll(draft).toBe('next')
  await app.composer.fill('')
})

test('a click outside a menu or panel keeps the focus in the message', async () => {
  await begin('Beside')
  const { x = 0, y = 0 } = (await app.composer.boundingBox()) ?? {}
  const click = () => app.page.mouse.click(x + 5, y + 5)
  await app.composer.fill('pre')
  await app.button('Conversation options').click()
  await app.page.getByRole('menuitem', { name: 'Rename' }).waitFor()
  await click()
  await app.page.keyboard.type('-a')
  await openedMenu(app, () => app.conversations.first().getByRole('button').click({ button: 'right' }))
  await app.page.keyboard.type('-b')
  await app.replies.last().getByRole('button', { name: 'Statistics' }).click()
  await app.page.getByRole('dialog', { name: 'Statistics' }).waitFor()
  await click()
  await app.page.keyboard.press('End')
  await app.page.keyboard.type('-c')
  await expect.poll(draft).toBe('pre-a-b-c')
  await app.composer.fill('')
})

test('a double click on a question to the demonstration model begins one conversation', async () => {
  const before = (await app.request('listConversations')).length
  await app.button('Tell me a joke').dblclick()
  await app.replies.last().waitFor()
  await settled()
  expect((await app.request('listConversations')).length).toBe(before + 1)
})

test('a title is changed in the sidebar', async () => {
  await begin('Row')
  await app.conversations.first().getByRole('button').focus()
  await press('F2', 'text:Tower', 'Enter')
  await title('Tower').waitFor()
  await press('Enter', 'text:Castle', 'Enter')
  await title('Castle').waitFor()
})

test('a message is edited and sent', async () => {
  await begin('Good')
  await app.questions.first().getByRole('button', { name: 'Edit' }).focus()
  await press('Enter', 'text: morning', 'Control+Enter', 'text:then')
  await app.questions.getByText('Good morning', { exact: true }).waitFor()
  await settled()
  expect(await draft()).toBe('then')
  await app.composer.fill('')
})

test('a discarded edit is restored with Undo', async () => {
  await begin('Draft')
  await app.questions.first().getByRole('button', { name: 'Edit' }).focus()
  await press('Enter', 'text: two', 'Escape', 'Control+Z', 'text: three', 'Control+Enter')
  await app.questions.getByText('Draft two three', { exact: true }).waitFor()
  await settled()
})

test('a reply is regenerated while the next message is typed', async () => {
  await begin('Again')
  await app.replies.last().getByRole('button', { name: 'Regenerate' }).focus()
  await press('Enter', 'text:next')
  await versions().getByText('2 of 2').waitFor()
  await settled()
  expect(await draft()).toBe('next')
  await app.composer.fill('')
})

testWith('effort')('a reply is tried again from the menu', async () => {
  await begin('Variant')
  await app.replies.last().getByRole('button', { name: 'Try again with' }).focus()
  await press('Enter', 'Down', 'Down', 'Enter', 'text:on')
  await versions().getByText('2 of 2').waitFor()
  await settled()
  expect(await draft()).toBe('on')
  await app.composer.fill('')
  await app.replies.last().getByRole('button', { name: 'Statistics' }).focus()
  await press('Enter')
  await app.page.getByRole('dialog', { name: 'Statistics' }).getByText('High').waitFor()
  await press('Escape', 'Enter', 'Escape')
  await expectFocus('Statistics')
  await app.page.getByRole('dialog', { name: 'Statistics' }).waitFor({ state: 'detached' })
})

test('instructions are typed while the settings of a conversation open', async () => {
  await press('Control+Shift+,', 'text:Be brief', 'Escape', 'text:on', 'Control+Shift+,')
  const instructions = app.page.getByRole('textbox', { name: 'Instructions' })
  await expect.poll(() => instructions.inputValue()).toBe('Be brief')
  await press('Escape')
  await expectFocus('Message')
  expect(await draft()).toBe('on')
  await app.composer.fill('')
})

test('a preset is named while the settings open', async () => {
  await press('Control+Shift+,', 'Shift+Tab', 'Enter')
  await app.page.getByRole('menuitem', { name: 'Save as preset…' }).waitFor()
  await press('S', 'Enter', 'text:Poet', 'Enter', 'Escape')
  await app.page.getByText('Saved as “Poet”').waitFor()
  await expectFocus('Message')
})

test('the prompt opens and closes, and typing continues in the composer', async () => {
  await begin('Prompt')
  await press('text:one', 'Control+Shift+P', 'Escape', 'text: two')
  await expect.poll(draft).toBe('one two')
  await app.composer.fill('')
  await app.page.getByRole('dialog', { name: 'Prompt' }).waitFor({ state: 'hidden' })
})

test('a new conversation opens while a prompt is open', async () => {
  await begin('Covered')
  await press('Control+Shift+P', 'Control+N', 'text:Free', 'Enter')
  await app.questions.getByText('Free', { exact: true }).waitFor()
  await settled()
})

test('the model menu opens and closes, and typing continues', async () => {
  await press('Control+Shift+M', 'Escape', 'text:here', 'Control+Shift+M', 'Control+L', 'text: too')
  await expect.poll(draft).toBe('here too')
  await app.page.getByRole('menu', { name: 'Model' }).waitFor({ state: 'hidden' })
  await press('Escape', 'text:.')
  await expect.poll(draft).toBe('here too.')
  await app.composer.fill('')
})

test('a conversation is moved to the Trash and restored, and so is the next one', async () => {
  await begin('Gone')
  await press('Control+N')
  await begin('Here')
  await app.conversations.filter({ hasText: 'Here' }).getByRole('button').focus()
  await press('Control+Backspace', 'Control+Z')
  await title('Here').waitFor()
  await expectFocus(/^Here/)
  await press('Control+Backspace', 'Control+Backspace')
  await expect.poll(() => app.conversations.filter({ hasText: /^(Here|Gone)$/ }).count()).toBe(0)
})

test('text goes to the conversation that was just opened', async () => {
  await begin('Left')
  await press('Control+N')
  await begin('Right')
  await press('Control+Tab', 'text:for Left', 'Control+Shift+Tab', 'text:for Right')
  await title('Right').waitFor()
  await expect.poll(draft).toBe('for Right')
  await press('Control+Tab')
  await title('Left').waitFor()
  await expect.poll(draft).toBe('for Left')
  await press('Enter')
  await app.questions.getByText('for Left', { exact: true }).waitFor()
  await settled()
})
