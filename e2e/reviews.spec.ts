import { expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

test('a reply is signed off under a name that is remembered, and that is taken back', async () => {
  await app.limitReplies(60)
  const reply = await app.ask('Show me a small table')
  await reply.hover()
  await reply.getByRole('button', { name: 'Sign off', exact: true }).click()
  const panel = app.page.getByRole('dialog', { name: 'Sign off' })
  await panel.getByRole('button', { name: 'Sign off' }).click()
  await panel.getByRole('alert').filter({ hasText: 'Type your name' }).waitFor()
  await panel.getByRole('textbox', { name: 'Your name' }).fill('Dr Ode')
  await app.page.keyboard.press('Enter')
  await reply.getByText(/^Reviewed by Dr Ode on /).waitFor()
  await reply.getByRole('button', { name: 'Take back' }).press('Enter')
  await reply.getByText(/^Reviewed by/).waitFor({ state: 'hidden' })
  await reply.getByRole('button', { name: 'Sign off', exact: true }).press('Enter')
  expect(await panel.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Dr Ode')
  await app.page.keyboard.press('Escape')
})

const checkedReply = 'The tower was built in **1889**. Patients with diabetes took insulin there. Enjoy it.'

test('the claims of a reply are listed, and what a person finds of each is there when it is opened again', async () => {
  const reply = app.replies.last()
  await reply.getByRole('button', { name: 'Edit', exact: true }).click()
  await reply.getByRole('textbox').fill(checkedReply)
  await reply.getByRole('button', { name: 'Save', exact: true }).click()
  await reply.getByRole('button', { name: 'Check this' }).click()
  const claims = reply.getByRole('group', { name: 'Claims to check' })
  await claims.getByText('1 claim: 1 unchecked').waitFor()
  await claims.getByRole('combobox', { name: 'State' }).selectOption('Wrong')
  await claims.getByText('1 claim: 1 wrong').waitFor()
  await app.page.reload()
  await claims.getByText('1 claim: 1 wrong').waitFor()
  expect(await claims.getByRole('listitem').innerText()).toContain('The tower was built in 1889.')
  await reply.getByText('About health: a doctor must check this').waitFor()
  // What a person says of a reply is no part of its text.
  const copied = await reply.evaluate((article) => {
    article.querySelector('button')?.focus()
    document.getSelection()?.selectAllChildren(article)
    const clipboardData = new DataTransfer()
    article.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return clipboardData.getData('text/plain')
  })
  expect(copied.trim()).toBe(checkedReply.replaceAll('**', ''))
  await claims.getByRole('button', { name: 'Remove list' }).click()
  await claims.waitFor({ state: 'hidden' })
  await app.button('Undo').click()
  await claims.getByText('1 claim: 1 wrong').waitFor()
})

test('the words that the model finds unlikely are marked where they stand, until the reply changes', async () => {
  const reply = app.replies.last()
  const edited = 'See [the page](https://example.org/a/b). It is **Zanzibar quartz** 1987.'
  await reply.getByRole('button', { name: 'Edit', exact: true }).click()
  await reply.getByRole('textbox').fill(edited)
  await reply.getByRole('button', { name: 'Save', exact: true }).click()
  await reply.getByRole('button', { name: 'Check this' }).click()
  await reply.getByRole('button', { name: 'Mark doubtful words' }).click()
  const doubts = reply.getByRole('group', { name: 'Doubtful words' })
  await doubts.getByText(/^\d+ doubtful words$/).waitFor()
  await doubts.getByRole('button', { name: /^Zanzibar/ }).waitFor()
  const marked = () =>
    app.page.evaluate(() => [...(CSS.highlights.get('doubtful') ?? [])].map((range) => (range as Range).toString()))
  await expect.poll(marked).toEqual(expect.arrayContaining(['Zanzibar', 'quartz']))
  // The words of the address are unlikely too, but nobody sees them.
  expect(await doubts.getByRole('button', { name: /^example/ }).count()).toBe(0)
  await doubts.getByRole('button', { name: /^quartz/ }).press('Enter')
  expect(await app.page.evaluate(() => getSelection()?.toString())).toBe('quartz')
  await doubts.getByRole('button', { name: 'Hide' }).click()
  await expect.poll(marked).toEqual([])
})
