import { expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

/** Replaces the last reply by `text`, in a new version. */
async function editReply(text: string): Promise<void> {
  const reply = app.replies.last()
  await reply.hover()
  await reply.getByRole('button', { name: 'Edit', exact: true }).click()
  await reply.getByRole('textbox').fill(text)
  await reply.getByRole('button', { name: 'Save', exact: true }).click()
  await reply.getByRole('textbox').waitFor({ state: 'detached' })
}

const answer = () => app.replies.last().locator('[data-part="answer"]')

test('a reply of some thousand nested marks is shown, and the window stays alive through its versions', async () => {
  await app.limitReplies(300)
  await app.ask('Hello')
  const texts = [
    '>'.repeat(5_000),
    '1. '.repeat(1_200),
    '- '.repeat(1_500),
    `${'*a _b '.repeat(2_000)}x${' b_ a*'.repeat(2_000)}`,
  ]
  for (const text of texts) {
    await editReply(`# Deep\n\n${text}\n\nThe end`)
    await answer().getByRole('heading', { name: 'Deep' }).waitFor()
    await answer().getByText('The end').waitFor()
  }
  for (const _ of texts) await app.replies.last().getByRole('button', { name: 'Previous version' }).click()
  await answer().getByRole('heading', { name: 'Deep' }).waitFor({ state: 'detached' })
  await app.composer.fill('Still here')
  expect(await app.composer.inputValue()).toBe('Still here')
})

test('a mark moves the focus to its footnote, and code is copied to the byte', async () => {
  const code = 'if x:\n\treturn\t1'
  await editReply(`A claim[^1].\n\n- a\n\n  \`\`\`py\n  ${code.replace('\n', '\n  ')}\n  \`\`\`\n\n[^1]: The source.`)
  await answer().getByRole('button', { name: 'Footnote 1' }).click()
  await expect.poll(() => app.page.evaluate(() => document.activeElement?.textContent)).toBe('1The source.')
  await answer().getByRole('button', { name: 'Copy code' }).click()
  await expect.poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(code)
})
