import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Settings } from '../contract/settings.js'
import { App } from './app.js'
import { copyTinyModel } from './model-folders.js'
import { testWith } from './test-with.js'

const folders = mkdtempSync(join(tmpdir(), 'parley-safeguard-'))
const safeguard = join(folders, 'gpt-oss-safeguard-20b')
afterAll(() => rmSync(folders, { recursive: true }))

const app = App.ofFile()

const filterOf = (article = app.replies.last()) => article.getByRole('group', { name: 'Content filter' })
const said = (words: RegExp, article = app.replies.last()) => filterOf(article).getByRole('button', { name: words })
const answerOf = (reply = app.replies.last()) => reply.locator('[data-part=answer]')
const change = async (settings: Partial<Settings>) =>
  app.request('saveSettings', { ...(await app.request('getSettings')), ...settings })

const chooseInDialogs = (file: string) =>
  app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, file)

async function openSection() {
  const window = await app.openSettings()
  await window.getByRole('tab', { name: 'Replies' }).click()
  const section = window.getByRole('region', { name: 'Content filter' })
  return { window, section, box: section.getByRole('checkbox', { name: 'Check messages with a policy of mine' }) }
}

test('it is off, says its limits and who checks before it is turned on, and then shows the policy', async () => {
  await app.limitReplies(60)
  const { window, section, box } = await openSection()
  expect(await box.isChecked()).toBe(false)
  await section.getByText('It can be wrong in both directions').waitFor()
  await section.getByText(', the model of your conversations').waitFor()
  expect(await section.getByRole('textbox', { name: 'Policy' }).count()).toBe(0)
  await box.check()
  await section.getByRole('textbox', { name: 'Policy' }).fill('Decide whether the content is about boats.')
  await section.getByRole('combobox', { name: 'Checks' }).selectOption({ label: 'My messages and the replies' })
  await expect
    .poll(() => app.request('getSettings'))
    .toMatchObject({ contentFilter: true, filterPolicy: 'Decide whether the content is about boats.' })
  await window.close()
})

testWith('speed')(
  'before: a message that could not be checked is not sent, and its reply is held, until the user wants it',
  async () => {
    await app.ask('Hello there')
    const question = app.questions.last()
    await said(/^Could not be checked, not sent$/, question).waitFor()
    await app.replies.last().getByText('Your message could not be checked, so it was not sent.').waitFor()
    await app.replies.last().getByRole('button', { name: 'Send it anyway' }).click()
    await said(/, sent anyway$/, question).waitFor()

    await said(/^Could not be checked, not shown$/).waitFor()
    expect(await answerOf().innerText()).toBe('')
    await said(/not shown$/).click()
    await filterOf().getByText('Checked by Parley Demo (tiny)').waitFor()
    // What the store has is shown again.
    await app.page.reload()
    await said(/not shown$/).waitFor()
    await filterOf().getByRole('button', { name: 'Show it anyway' }).click()
    await said(/shown anyway$/).waitFor()
    await expect.poll(() => answerOf().innerText()).not.toBe('')
  },
)

testWith('speed')(
  'afterwards: the reply is there at once, and is marked; the prompt of the check has the policy',
  async () => {
    await change({ filterTime: 'after', filterSubject: 'replies' })
    await app.button('New chat').click()
    const reply = await app.ask('Hello there')
    expect(await answerOf(reply).innerText()).not.toBe('')
    await said(/^Could not be checked/, reply).click()
    await filterOf(reply).getByRole('button', { name: 'Show what it was given' }).click()
    const prompt = app.page.getByRole('dialog', { name: 'Prompt of the check' })
    await prompt.getByText('Decide whether the content is about boats.').waitFor()
    await app.page.keyboard.press('Escape')
    await prompt.waitFor({ state: 'hidden' })
  },
)

/** A conversation with a reply that was flagged, as an export has it. */
function flaggedExport(): string {
  const verdict = { outcome: 'flagged', reason: 'It is about a boat.', rules: ['V1'], policyId: 'p', model: 'Guard' }
  const at = '2026-01-02T03:04:05.000Z'
  const message = { reasoning: '', createdAt: at }
  const messages = [
    {
      ...message,
      id: 'q',
      parentId: null,
      role: 'user',
      text: 'What floats?',
      verdict: { ...verdict, outcome: 'allowed' },
    },
    {
      ...message,
      id: 'r',
      parentId: 'q',
      role: 'assistant',
      text: 'A catamaran.',
      verdict: { ...verdict, isHeld: true },
    },
  ]
  const conversation = { id: 'c', title: 'What floats', createdAt: at, currentMessageId: 'r', messages }
  const file = join(folders, 'flagged.json')
  const content = {
    format: 'parley',
    version: 1,
    exportedAt: at,
    conversations: [conversation],
    documents: [],
    presets: [],
  }
  writeFileSync(file, JSON.stringify(content))
  return file
}

test('a flagged reply is in no window and found by no search until the user shows it', async () => {
  await chooseInDialogs(flaggedExport())
  const preview = await app.request('previewImport')
  await app.request('runImport', preview?.id ?? '')
  await app.page.getByRole('navigation').getByText('What floats', { exact: true }).click()
  await said(/^Allowed by the content filter$/, app.questions.last()).waitFor()
  await said(/^Flagged by the content filter, not shown$/).click()
  await filterOf().getByText('It is about a boat.').waitFor()
  await filterOf().getByText('Rules: V1 · Checked by Guard').waitFor()
  expect(await app.page.content()).not.toContain('catamaran')
  expect((await app.request('searchConversations', 'catamaran')).hits).toEqual([])
  await filterOf().getByRole('button', { name: 'Show it anyway' }).click()
  await answerOf().getByText('A catamaran.').waitFor()
  expect((await app.request('searchConversations', 'catamaran')).hits).toHaveLength(1)
})

test('an installed gpt-oss-safeguard checks in place of the model, which is loaded again; its cost is shown before', async () => {
  copyTinyModel(safeguard)
  rmSync(join(safeguard, 'parley.json'))
  await change({ contentFilter: false, filterTime: 'before', filterSubject: 'replies' })
  await chooseInDialogs(safeguard)
  const { loadedId } = await app.request('getModels')
  await app.request('addModel')
  const { window, section, box } = await openSection()
  await section.getByText('Each message costs a change of the model').waitFor()
  await section.getByText(/^Needs .* GB with a context of/).waitFor()
  await box.check()
  await expect.poll(() => app.request('getSettings')).toMatchObject({ contentFilter: true })
  await window.close()

  await app.button('New chat').click()
  await app.ask('Hello there')
  await said(/^Could not be checked, not shown$/).click()
  await filterOf().getByText('Checked by gpt-oss-safeguard-20b').waitFor()
  await expect.poll(async () => (await app.request('getModels')).loadedId).toBe(loadedId)
})
