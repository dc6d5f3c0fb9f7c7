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

test('a formula that is nested too deep for the window is its source, and the others are drawn', async () => {
  const nested = (opening: string, closing: string) => `\\[${opening.repeat(200)}x${closing.repeat(200)}\\]`
  const formulas = [
    nested('\\frac{a}{', '}'),
    nested('\\sqrt{', '}'),
    nested('x^{', '}'),
    nested('\\left(', '\\right)'),
  ]
  await editReply(`${formulas.join('\n\n')}\n\n${'\\[\\frac{a}{\\sqrt{b}}\\]'}\n\nThe end`)
  await answer().locator('.katex').first().waitFor()
  await answer().getByText('The end').waitFor()
  await expect.poll(() => answer().locator('.md-formula-source').count()).toBe(3)
  expect(await answer().locator('.md-formula').count()).toBe(2)
})

test('a mark moves the focus to its footnote, and code is copied to the byte', async () => {
  const code = 'if x:\n\treturn\t1'
  await editReply(`A claim[^1].\n\n- a\n\n  \`\`\`py\n  ${code.replace('\n', '\n  ')}\n  \`\`\`\n\n[^1]: The source.`)
  await answer().getByRole('button', { name: 'Footnote 1' }).click()
  await expect.poll(() => app.page.evaluate(() => document.activeElement?.textContent)).toBe('1The source.')
  await answer().getByRole('button', { name: 'Copy code' }).click()
  await expect.poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(code)
})

test('a table of a right-to-left text stands on the right', async () => {
  await editReply('| שם | גיל |\n|---|---|\n| דנה | 5 |')
  const table = answer().getByRole('group', { name: 'Table' })
  const gap = () =>
    table.evaluate((element) => {
      const outer = element.parentElement?.getBoundingClientRect()
      return outer ? Math.round(outer.right - element.getBoundingClientRect().right) : undefined
    })
  await expect.poll(gap).toBe(0)
})

test('a reply that can not be drawn is plain text, alone, and is drawn again when it is edited', async () => {
  await app.page.evaluate(() => {
    const { charCodeAt } = String.prototype
    // A fault of the parser, on one text.
    String.prototype.charCodeAt = function (index) {
      if (this.includes('faulty text')) throw new Error('a fault that the test made')
      return charCodeAt.call(this, index)
    }
  })
  await editReply('A **faulty text**')
  await answer().getByText('A **faulty text**', { exact: true }).waitFor()
  await app.questions.last().getByText('Hello').waitFor()
  await editReply('A **good text**')
  await answer().locator('strong', { hasText: 'good text' }).waitFor()
})

test('formulas are drawn, read as MathML, and copied as the TeX that was written', async () => {
  const text = [
    'The roots of $ax^2 + bx + c = 0$ cost \\$5 or $6 and are',
    '',
    '\\[',
    'x_{1,2} = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}',
    '\\]',
    '',
    'with \\(a \\ne 0\\), not $\\unknowncommand{x}$.',
  ].join('\n')
  await editReply(text)
  await answer().locator('.md-formula .katex').nth(2).waitFor()
  expect(await answer().locator('math').count()).toBe(3)
  expect(await answer().locator('code').allInnerTexts()).toEqual(['$\\unknowncommand{x}$'])
  expect(await answer().getByText('cost $5 or $6 and are').count()).toBe(1)
  await answer().evaluate((element) => document.getSelection()?.selectAllChildren(element))
  await app.page.keyboard.press(`${process.platform === 'darwin' ? 'Meta' : 'Control'}+c`)
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toContain('The roots of $ax^2 + bx + c = 0$ cost $5 or $6 and are')
  expect(await copied()).toContain(text.split('\n').slice(2, 5).join('\n'))
  expect(await copied()).toContain('with \\(a \\ne 0\\), not $\\unknowncommand{x}$.')
})
