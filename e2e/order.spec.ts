import { expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App } from './app.js'
import { chooseItem, openedMenu } from './native-menus.js'

const app = App.ofFile()
const short = { ...initialSettings.defaults, maxTokens: 4 }

const list = () => app.page.getByRole('navigation', { name: 'Conversations' })
const row = (title: string) => list().locator('.row-button', { hasText: new RegExp(`^${title}`) })
const section = (name: string) => list().getByRole('region', { name, exact: true })
const titlesIn = (name: string) => section(name).locator('.row-title').allTextContents()
const choose = async (title: string, entry: string) => {
  await openedMenu(app, () => row(title).click({ button: 'right' }))
  await chooseItem(app, entry)
}
const undoKey = 'Control+z'

/** Starts conversations with these titles, the last one newest. */
async function begin(...titles: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = []
  for (const title of titles) {
    const { conversationId } = await app.request('sendMessage', null, title, short)
    await app.request('stopReply', conversationId)
    await app.request('renameConversation', conversationId, title)
    ids.push(conversationId)
  }
  await row(titles[0] ?? '').waitFor()
  return ids
}

/** Drags one row onto another, as the window sees it. */
async function drag(from: string, to: string): Promise<void> {
  const target = await row(to).elementHandle()
  await row(from).evaluate((source, onto) => {
    const dataTransfer = new DataTransfer()
    const send = (type: string, element: Element | null) =>
      element?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    send('dragstart', source)
    // What prevents its default allows the drop.
    if (send('dragover', onto as Element | null) === false) send('drop', onto as Element | null)
  }, target)
}

test('folders, pins and the archive by menus, each taken back and done again in one history', async () => {
  await begin('Alpha', 'Beta', 'Gamma', 'Delta')
  await choose('Alpha', 'New Folder')
  await app.page.getByRole('textbox', { name: 'Folder name' }).fill('Harbour')
  await app.page.keyboard.press('Enter')
  await expect.poll(() => titlesIn('Folders')).toEqual(['Harbour', 'Alpha'])

  await choose('Beta', 'Move to Folder')
  await app.page.getByRole('dialog').getByRole('button', { name: 'Harbour' }).click()
  await expect.poll(() => titlesIn('Folders')).toEqual(['Harbour', 'Beta', 'Alpha'])
  await choose('Gamma', 'Pin')
  await expect.poll(() => titlesIn('Pinned')).toEqual(['Gamma'])
  await choose('Delta', 'Archive')
  await row('Delta').waitFor({ state: 'detached' })

  await row('Gamma').focus()
  await app.menu('Undo Archive')
  await row('Delta').waitFor()
  await app.page.keyboard.press(undoKey)
  await expect.poll(() => section('Pinned').count()).toBe(0)
  await app.page.keyboard.press(undoKey)
  await expect.poll(() => titlesIn('Folders')).toEqual(['Harbour', 'Alpha'])
  await app.page.keyboard.press('Control+y')
  await app.page.keyboard.press('Control+Shift+z')
  await expect.poll(() => titlesIn('Pinned')).toEqual(['Gamma'])
  await app.menu('Redo Archive')
  await row('Delta').waitFor({ state: 'detached' })

  await app.restart()
  await app.waitForEngine()
  await expect.poll(() => titlesIn('Folders')).toEqual(['Harbour', 'Beta', 'Alpha'])
  await app.button('Archive').click()
  await app.button('Unarchive Delta').click()
  await app.button('Back to conversations').click()
  await row('Delta').waitFor()
})

test('several are selected by keys and go to the Trash and back as one step', async () => {
  await row('Delta').click()
  await app.page.keyboard.press('Shift+ArrowUp')
  await list().getByText('2 conversations selected').waitFor()
  await app.page.keyboard.press('Control+a')
  await list().getByText('4 conversations selected').waitFor()
  await app.page.keyboard.press('Delete')
  await app.page.getByText('4 conversations moved to Trash').waitFor()
  expect(await app.request('listConversations')).toEqual([])
  expect(await app.request('listTrash')).toHaveLength(4)
  await app.page.keyboard.press(undoKey)
  await row('Gamma').waitFor()
  await expect.poll(async () => (await app.request('listTrash')).length).toBe(0)
  expect((await app.request('listConversations')).filter(({ folderId }) => folderId !== undefined)).toHaveLength(2)
})

test('a row is dragged into a folder, and a folder that is deleted leaves its conversations', async () => {
  await drag('Delta', 'Harbour')
  await expect.poll(() => titlesIn('Folders')).toEqual(['Harbour', 'Delta', 'Beta', 'Alpha'])
  await choose('Harbour', 'Delete Folder')
  await expect.poll(() => titlesIn('Today')).toEqual(['Delta', 'Beta', 'Alpha'])
  await row('Delta').focus()
  await app.page.keyboard.press(undoKey)
  await expect.poll(() => titlesIn('Folders')).toEqual(['Harbour', 'Delta', 'Beta', 'Alpha'])
})

test('the Trash says when, and deletes one for good after a question', async () => {
  await row('Gamma').click()
  await app.page.keyboard.press('Delete')
  await app.button('Trash').click()
  await list().getByText('Deleted for good after 30 days.').waitFor()
  await list().locator('time').getByText('Today').waitFor()
  await app.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
  })
  await app.button('Delete Gamma for good').click()
  await list().getByText('The Trash is empty.').waitFor()
  expect(await app.request('listTrash')).toEqual([])
})

test('a search is limited by words and by chips, which are the same', async () => {
  const search = app.page.getByRole('searchbox', { name: 'Search conversations' })
  const found = () => list().getByRole('list', { name: 'Results' }).locator('.row-title').allTextContents()
  await search.fill('after:2020')
  await expect.poll(async () => (await found()).toSorted()).toEqual(['Alpha', 'Beta', 'Delta'])
  await search.fill('in:harb al')
  await expect.poll(found).toEqual(['Alpha'])
  await app.button('Remove in:harb').click()
  await expect.poll(() => search.inputValue()).toBe('al')
  await app.button('Filter').click()
  await app.page.getByRole('menuitem', { name: 'Before this year' }).click()
  await list()
    .getByText(/^Nothing found for/)
    .waitFor()
  await app.page.keyboard.press('Escape')
  await expect.poll(() => search.inputValue()).toBe('')
})
