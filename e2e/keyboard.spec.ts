import { beforeAll, expect, test } from 'vitest'
import { App, longQuestion } from './app.js'
import { endlessModel, shortModel } from './model-folders.js'
import { hasOtherModel, testWith } from './test-with.js'

const endless = endlessModel()
if (!hasOtherModel) process.env.PARLEY_MODEL = shortModel()
const app = App.ofFile()

beforeAll(() => app.limitReplies(40))

interface Focused {
  /** The accessible name, or the tag name if there is none. */
  readonly name: string
  /** Whether the element and its focus ring are visible. */
  readonly isShown: boolean
}

/** Describes the focused element. */
const focused = (): Promise<Focused> =>
  app.page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement
    const named =
      document.getElementById(element.getAttribute('aria-labelledby') ?? '') ?? element.labels?.[0] ?? element
    // The label of a radio button and the card of the composer show the focus instead of the element.
    const shown = element.type === 'radio' ? element.closest('label') : element
    const card = element.matches('.composer-field') ? element.closest('.composer-card') : null
    const hasRing = shown !== null && getComputedStyle(shown).outlineStyle !== 'none'
    return {
      name: element.getAttribute('aria-label') ?? (named.textContent.trim() || element.tagName),
      isShown:
        shown?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) === true &&
        (card ? getComputedStyle(card).boxShadow !== 'none' : hasRing),
    }
  })

const expectFocus = (name: string | RegExp) =>
  expect.poll(async () => (await focused()).name).toMatch(typeof name === 'string' ? new RegExp(`^${name}$`) : name)

const maxStops = 120

/** Whether the focus is in a message, of which the arrow keys reach the other controls. */
const isInMessage = () =>
  app.page.evaluate(() => document.activeElement?.matches('.message [data-stop]:not(pre, .md-table)') === true)

/**
 * Moves the focus to an element with Tab or Shift-Tab, within a message with the arrow keys, and checks that every stop has
 * a visible focus.
 */
async function reach(name: string | RegExp, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  const wanted = typeof name === 'string' ? new RegExp(`^${name}$`) : name
  const stops: string[] = []
  while (stops.length < maxStops) {
    await app.page.keyboard.press(key)
    const now = await focused()
    stops.push(now.name)
    // Elements that appear on focus fade in.
    await expect.poll(focused, { message: `after ${stops.join(', ')}` }).toMatchObject({ isShown: true })
    if (wanted.test(now.name)) return
    if (!(await isInMessage())) continue
    await app.page.keyboard.press('Home')
    for (let before = ''; before !== (await focused()).name; ) {
      before = (await focused()).name
      stops.push(before)
      if (wanted.test(before)) return
      await expect.poll(focused, { message: `after ${stops.join(', ')}` }).toMatchObject({ isShown: true })
      await app.page.keyboard.press('ArrowRight')
    }
  }
  throw new Error(`${key} did not reach ${wanted}: ${stops.join(', ')}`)
}

const press = (key: string) => app.page.keyboard.press(key)
const settled = () => app.button('Stop').waitFor({ state: 'hidden' })
const lastVersions = () => app.replies.last().getByRole('group', { name: 'Versions' })

async function say(text: string): Promise<void> {
  const before = await app.replies.count()
  await app.page.keyboard.insertText(text)
  await press('Enter')
  await app.replies.nth(before).waitFor()
  await settled()
  await expectFocus('Message')
}

testWith('effort')(
  'the keyboard regenerates a reply, with another effort and with the same seed, and steps through its versions',
  async () => {
    await app.menu('New Chat')
    await expectFocus('Message')
    await reach('Medium', 'Tab')
    await press('ArrowRight')
    await expectFocus('High')
    await reach('Message', 'Shift+Tab')
    await say('Hello')

    await reach('Regenerate', 'Shift+Tab')
    await press('Enter')
    await expectFocus('Message')
    await lastVersions().getByText('2 of 2').waitFor()

    await reach('Try again with', 'Shift+Tab')
    await press('Enter')
    await app.page.getByRole('menuitem', { name: 'Low' }).waitFor()
    await press('Escape')
    await expectFocus('Try again with')
    await press('Enter')
    await expectFocus('Low')
    await press('ArrowDown')
    await expectFocus('Medium')
    await press('Enter')
    await expectFocus('Message')
    await lastVersions().getByText('3 of 3').waitFor()

    await reach('Previous version', 'Shift+Tab')
    await press('Enter')
    await lastVersions().getByText('2 of 3').waitFor()
    await press('Enter')
    await lastVersions().getByText('1 of 3').waitFor()
    await press('Enter')
    await expectFocus('Previous version')

    await reach('Statistics', 'Tab')
    await press('Enter')
    await app.page.getByRole('dialog', { name: 'Statistics' }).waitFor()
    await press('Escape')
    await expectFocus('Statistics')
    await press('Enter')
    await app.page.getByRole('dialog', { name: 'Statistics' }).waitFor()
    if ((await focused()).name !== 'Reply again with the same seed')
      await reach('Reply again with the same seed', 'Tab')
    await press('Enter')
    await expectFocus('Message')
    await lastVersions().getByText('4 of 4').waitFor()
  },
)

test('the keyboard edits a message and a reply, and cancels an edit', async () => {
  await app.menu('New Chat')
  await expectFocus('Message')
  await say('Good morning')
  await reach('Edit', 'Shift+Tab')
  await press('Enter')
  await expectFocus('Text to edit')
  await press('Escape')
  await expectFocus('Edit')
  await press('Enter')
  await expectFocus('Text to edit')
  await app.page.keyboard.insertText(' And so on.')
  await reach('Save', 'Tab')
  await press('Enter')
  await lastVersions().getByText('2 of 2').waitFor()
  await expectFocus('Edit')
  await reach('Edit', 'Shift+Tab')
  await press('Enter')
  await expectFocus('Text to edit')
  await app.page.keyboard.insertText(' to you')
  await press(process.platform === 'darwin' ? 'Meta+Enter' : 'Control+Enter')
  await expectFocus('Message')
  await app.questions.first().getByText('Good morning to you').waitFor()
  await settled()
  await press('ArrowUp')
  await expectFocus('Text to edit')
  await press('Escape')
  await expectFocus('Message')
})

test('settings, presets and the prompt open and close, and the focus returns', async () => {
  await app.menu('New Chat')
  await expectFocus('Message')
  await say('Hello')
  await reach('Conversation settings', 'Shift+Tab')
  await press('Enter')
  await app.page.getByRole('dialog', { name: 'Conversation settings' }).waitFor()
  await expectFocus('Instructions')
  await reach('Presets', 'Shift+Tab')
  await press('Enter')
  await expectFocus(/^Save as preset/)
  await press('Enter')
  await expectFocus('Preset name')
  await press('Escape')
  await expectFocus('Presets')
  await press('Enter')
  await expectFocus(/^Save as preset/)
  await press('Enter')
  await expectFocus('Preset name')
  await app.page.keyboard.insertText('Poet')
  await press('Enter')
  await expectFocus('Presets')
  await reach('Show prompt', 'Tab')
  await press('Enter')
  await app.page
    .getByRole('dialog', { name: 'Prompt' })
    .getByRole('img', { name: /marker$/ })
    .first()
    .waitFor()
  await reach('Text', 'Tab')
  await press('ArrowRight')
  await expectFocus('Tokens')
  await press('Escape')
  await app.page.getByRole('dialog', { name: 'Prompt' }).waitFor({ state: 'hidden' })
  await expectFocus('Conversation settings')
  await press('Enter')
  await app.page.getByRole('dialog', { name: 'Conversation settings' }).waitFor()
  await press('Escape')
  await expectFocus('Conversation settings')
})

testWith('context')('the keyboard folds a full context, edits the summary, and undoes it', async () => {
  await app.menu('New Chat')
  await expectFocus('Message')
  await say(longQuestion)
  await say('Hello')
  await app.page.keyboard.insertText(longQuestion.repeat(3))
  await app.page.getByText(/tokens? too long/).waitFor()
  await reach(/^Fold the oldest/, 'Shift+Tab')
  await press('Enter')
  await expectFocus('Message')
  const fold = app.transcript.getByRole('group', { name: 'Folded messages' })
  await fold.getByText('The model sees this summary instead of the messages above').waitFor()
  await reach('Undo', 'Shift+Tab')
  await reach('Edit', 'Shift+Tab')
  await press('Enter')
  await expectFocus('Text to edit')
  await press('Escape')
  await expectFocus('Edit')
  await reach('Undo', 'Tab')
  await press('Enter')
  await expectFocus('Message')
  await fold.waitFor({ state: 'detached' })
})

test('the focus moves into a new conversation, a title field, the model menu and the overlay sidebar when they open', async () => {
  await app.button('New chat').focus()
  await press('Enter')
  await expectFocus('Message')
  await say('Hello')

  await app.button('Conversation options').focus()
  await press('Enter')
  await app.page.getByRole('menuitem', { name: 'Rename' }).waitFor()
  await press('R')
  await press('Enter')
  await expectFocus('Title')
  await press('Escape')
  await expectFocus('Conversation options')

  await app.page.getByRole('button', { name: /^Model:/ }).focus()
  await press('Enter')
  await app.page.getByRole('menuitemradio', { name: /Demo/ }).first().waitFor()
  await press('Enter')
  await expectFocus(/^Model:/)

  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(660, 700))
  await app.button('Show sidebar').focus()
  await press('Enter')
  await expect.poll(async () => (await focused()).name).not.toBe('BODY')
  expect(await app.page.evaluate(() => document.activeElement?.closest('nav') !== null)).toBe(true)
  await press('Escape')
  await expectFocus('Show sidebar')
})

test('hiding the sidebar moves the focus to the button that shows it, and showing it moves the focus back', async () => {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1100, 760))
  await app.page.getByRole('separator', { name: 'Sidebar width' }).waitFor()
  await app.button('Hide sidebar').focus()
  await press('Enter')
  await expectFocus('Show sidebar')
  await press('Enter')
  await expectFocus('Hide sidebar')
  // An element outside the sidebar keeps the focus.
  await app.composer.focus()
  await app.menu('Sidebar')
  await app.button('Show sidebar').waitFor()
  await expectFocus('Message')
  await app.menu('Sidebar')
  await app.button('Show sidebar').waitFor({ state: 'detached' })
  await expectFocus('Message')
})

test('moving a conversation to the Trash opens the next one, and Undo returns to it', async () => {
  for (const title of ['Third', 'Second', 'First']) {
    const { conversationId } = await app.request('sendMessage', null, 'Hello')
    await app.request('stopReply', conversationId)
    await app.request('renameConversation', conversationId, title)
    await app.conversations.filter({ hasText: title }).first().waitFor()
  }
  const remove = process.platform === 'darwin' ? 'Meta+Backspace' : 'Control+Backspace'
  const undo = process.platform === 'darwin' ? 'Meta+z' : 'Control+z'
  await app.conversations.getByRole('button', { name: 'First' }).click()
  await expectFocus('First')
  await press(remove)
  await expectFocus('Second')
  await press(undo)
  await expectFocus('First')

  await app.button('Conversation options').focus()
  await press('Enter')
  await expectFocus(/^Rename/)
  await press('End')
  await expectFocus(/^Move to Trash/)
  await press('Enter')
  await expectFocus('Second')

  for (const conversation of await app.request('listConversations')) {
    if (!/^Second/.test(conversation.title)) await app.request('trashConversation', conversation.id)
  }
  await expect.poll(() => app.conversations.count()).toBe(1)
  await press(remove)
  await expectFocus('New chat')
})

/** The last one of the file, because it changes the model. */
testWith('endless')('the keyboard stops and continues a reply', async () => {
  const settings = await app.request('getSettings')
  await app.request('saveSettings', { ...settings, defaults: { ...settings.defaults, maxTokens: null } })
  // With this model a reply lasts until it is stopped.
  process.env.PARLEY_MODEL = endless
  await app.restart()
  await app.waitForEngine()
  await app.menu('New Chat')
  await expectFocus('Message')
  await app.page.keyboard.insertText(longQuestion)
  await press('Enter')
  const answer = app.replies.first().locator('[data-part=answer]')
  await answer.getByText(/\w/).first().waitFor()
  await press('Escape')
  await app.replies.first().getByText('Stopped').waitFor()
  await expectFocus('Message')
  const begun = (await answer.innerText()).length
  await reach('Continue', 'Shift+Tab')
  await press('Enter')
  await expectFocus('Message')
  await expect.poll(async () => (await answer.innerText()).length).toBeGreaterThan(begun)
  await press('Escape')
  await settled()
})
