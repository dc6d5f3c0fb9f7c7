import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../electron/main/store/open-store.js'
import { App, newHome, removeHome } from './app.js'
import { chooseItem, openedMenu } from './native-menus.js'
import { pagesOf } from './pdf-text.js'

const answer = [
  '## Ferries',
  '',
  'The **old ferry** sails at *noon*, see [the pier](https://example.org/quay).',
  '',
  '1. First, the harbour',
  '2. Then the bridge',
  '   - with a side step',
  '',
  '| port | time |',
  '| --- | --- |',
  '| Bergen | 12:30 |',
  '| Oslo | a \\| b |',
  '',
  '```js',
  'const a = 1 < 2',
  '',
  'run(a)',
  '```',
  '',
  'It costs $x^2$ crowns.',
].join('\n')

const home = newHome()
let app: App

beforeAll(async () => {
  const store = openStore(home)
  const { id } = store.conversations.create('Ferries of the north')
  const { reply } = store.messages.addExchange(id, 'When does it sail?\nAnd where?', 'tiny')
  store.messages.appendReply(reply.id, 'answer', answer)
  store.messages.finishReply(reply.id, { state: 'done' })
  const long = store.conversations.create('The long report')
  const rows = Array.from(
    { length: 120 },
    (_, row) => `| Row ${row} of the table | ${'words '.repeat(12)} | last ${row} |`,
  )
  const table = ['| port | kind | note |', '| --- | --- | --- |', ...rows].join('\n')
  const { reply: report } = store.messages.addExchange(long.id, 'Write the report.', 'tiny')
  store.messages.appendReply(report.id, 'answer', `# Report\n\n${table}\n\nThe end of the report.`)
  store.messages.finishReply(report.id, { state: 'done' })
  store.close()
  app = await App.launch(home)
  await row('Ferries of the north').click()
  await app.replies.first().getByRole('table').waitFor()
})
afterAll(async () => {
  await app.quit()
  removeHome(home)
})

const row = (title: string) => app.conversations.getByRole('button', { name: title, exact: true })
const clipboard = () =>
  app.electron.evaluate(async ({ clipboard: board }) => {
    // Electron 33; from 45 on it is read by types.
    const earlier = board as unknown as { readHTML(): string }
    return { text: await board.readText(), html: earlier.readHTML().replace(/^<meta[^>]*>/, '') }
  })
const empty = () => app.electron.evaluate(({ clipboard: board }) => board.clear())
const copied = async (act: () => Promise<unknown>) => {
  await empty()
  await act()
  await expect.poll(async () => (await clipboard()).text).not.toBe('')
  return clipboard()
}
const rightClick = (target: ReturnType<App['button']>) => () => target.click({ button: 'right' })
const reply = () => app.replies.first()
/** Selects these words of the reply. */
const select = (words: string) =>
  reply().evaluate((element, wanted) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const { currentNode: node } = texts
      const at = node.nodeValue?.indexOf(wanted) ?? -1
      if (at >= 0) return document.getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length)
    }
    throw new Error('These words are not there.')
  }, words)
const command = process.platform === 'darwin' ? 'Meta' : 'Control'

test('a message has its actions in a native menu, with the words of its buttons', async () => {
  const items = await openedMenu(app, rightClick(reply().getByText('crowns.')))
  expect(items).toEqual([
    'Copy Message',
    'Copy Message as Markdown',
    'Copy Message as Rich Text',
    'Edit',
    'Regenerate',
    'Continue',
    'Check This',
    'Mark Doubtful Words',
    'Sign Off…',
    'More Like This',
    'Show Prompt',
  ])
  const rich = await copied(() => chooseItem(app, 'Copy Message as Rich Text'))
  expect(rich.text).toContain('The old ferry sails at noon')
  expect(rich.html).toContain('<strong>old ferry</strong>')
  await openedMenu(app, rightClick(reply().getByText('crowns.')))
  expect(await copied(() => chooseItem(app, 'Copy Message as Markdown'))).toEqual({ text: answer, html: '' })
  await openedMenu(app, rightClick(app.questions.first().getByText('When does it sail?')))
  await chooseItem(app, 'Edit')
  await app.page.getByRole('textbox', { name: 'Text to edit' }).press('Escape')
})

test('a link, code and a table can be copied each, and a link is opened only after a question', async () => {
  const link = await openedMenu(app, rightClick(reply().getByRole('link', { name: 'the pier' })))
  expect(link.slice(0, 2)).toEqual(['Open Link…', 'Copy Link'])
  expect((await copied(() => chooseItem(app, 'Copy Link'))).text).toBe('https://example.org/quay')
  await openedMenu(app, rightClick(reply().getByText('const a')))
  expect((await copied(() => chooseItem(app, 'Copy Code'))).text).toBe('const a = 1 < 2\n\nrun(a)\n')
  await openedMenu(app, rightClick(reply().getByRole('cell', { name: 'Bergen' })))
  const table = await copied(() => chooseItem(app, 'Copy Table'))
  expect(table.text).toBe('| port | time |\n| --- | --- |\n| Bergen | 12:30 |\n| Oslo | a \\| b |')
  expect(table.html).toContain('<td>Bergen</td>')
})

test('a selection is copied as Markdown or rich text, quoted in the reply, or searched for', async () => {
  const selected = async () => {
    await select('Then the bridge')
    return openedMenu(app, async () => {
      const { x, y } = await app.page.evaluate(() => {
        const { left, top, width, height } =
          document.getSelection()?.getRangeAt(0).getBoundingClientRect() ?? new DOMRect()
        return { x: left + width / 2, y: top + height / 2 }
      })
      await app.page.mouse.click(x, y, { button: 'right' })
    })
  }
  expect(await selected()).toEqual(
    expect.arrayContaining([
      'Search Conversations for “Then the bridge”',
      'Copy',
      'Copy as Markdown',
      'Quote in Reply',
    ]),
  )
  await chooseItem(app, 'Quote in Reply')
  await expect.poll(() => app.composer.inputValue()).toMatch(/^> .*Then the bridge/)
  expect(await app.composer.evaluate((field) => field === document.activeElement)).toBe(true)
  await app.composer.fill('')
  await selected()
  await chooseItem(app, 'Search Conversations for “Then the bridge”')
  await app.page.getByRole('list', { name: 'Results' }).getByRole('listitem').first().waitFor()
  await app.page.getByRole('searchbox', { name: 'Search conversations' }).press('Escape')
})

test('a field has what can be done in it, by the pointer and by the keyboard', async () => {
  await app.composer.fill('Some words')
  const items = await openedMenu(app, rightClick(app.composer))
  expect(items).toEqual(expect.arrayContaining(['Cut', 'Copy', 'Paste', 'Select All']))
  await app.composer.fill('')
  await row('The long report').focus()
  expect(await openedMenu(app, () => app.page.keyboard.press('Shift+F10'))).toContain('Move to Trash')
  await app.transcript.focus()
})

test('Copy gives rich text and Markdown at once: headings, lists, tables, code and formulas', async () => {
  await reply()
    .locator('[data-part=answer]')
    .evaluate((element) => document.getSelection()?.selectAllChildren(element))
  const { text, html } = await copied(() => app.page.keyboard.press(`${command}+c`))
  expect(text).toBe(answer)
  const { document: page } = parseHTML(`<html><body>${html}</body></html>`)
  const all = (selector: string) => [...page.querySelectorAll(selector)].map(({ textContent }) => textContent.trim())
  const found = {
    headings: all('h2'),
    items: all('ol > li').length,
    nested: all('ol > li > ul > li'),
    cells: all('td'),
    heads: all('th'),
    code: all('pre > code'),
    links: [...page.querySelectorAll('a')].map((link) => link.getAttribute('href')),
    strong: all('strong'),
    hasWindow: page.querySelector('button, svg, [class]:not(code), [style], span') !== null,
  }
  expect(found).toMatchObject({
    headings: ['Ferries'],
    items: 2,
    nested: ['with a side step'],
    cells: ['Bergen', '12:30', 'Oslo', 'a | b'],
    heads: ['port', 'time'],
    code: ['const a = 1 < 2\n\nrun(a)'],
    links: ['https://example.org/quay'],
    strong: ['old ferry'],
    hasWindow: false,
  })
  expect(page.body.textContent).toContain('It costs $x^2$ crowns.')
  const button = await copied(() => reply().getByRole('button', { name: 'Copy', exact: true }).click())
  expect(button.text).toBe(answer)
  expect(button.html).toMatch(/<h2[^>]*>Ferries<\/h2>/)
})

const writer = '/usr/bin/soffice'

// Where LibreOffice is installed.
if (existsSync(writer)) {
  test('pasted into LibreOffice Writer, headings, lists, tables and code are what they were', async () => {
    const { html } = await copied(() => reply().getByRole('button', { name: 'Copy', exact: true }).click())
    const folder = join(app.home, 'writer')
    mkdirSync(folder)
    writeFileSync(join(folder, 'copied.html'), html)
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`
    const convert = ['--headless', '--convert-to', 'fodt:OpenDocument Text Flat XML', '--outdir', folder]
    await promisify(execFile)(writer, [profile, ...convert, join(folder, 'copied.html')])
    const text = readFileSync(join(folder, 'copied.fodt'), 'utf8')
    expect(text).toMatch(/<text:h [^>]*text:outline-level="2"[^>]*>Ferries/)
    expect(text).toMatch(/<text:list [^>]*>[\s\S]*First, the harbour[\s\S]*<text:list>[\s\S]*with a side step/)
    expect(text.match(/<table:table-cell/g)).toHaveLength(6)
    const style = /<text:p text:style-name="([^"]+)">(?:<text:span[^>]*>)?const a = 1 &lt; 2/.exec(text)?.[1]
    const parent = new RegExp(`style:name="${style}"[^>]*style:parent-style-name="([^"]+)"`).exec(text)?.[1]
    expect([style, parent]).toContain('Preformatted_20_Text')
    expect(text).toContain('$x^2$')
  })
}

test('the words of one paragraph are copied as they are', async () => {
  await select('old ferry')
  const { text } = await copied(() => app.page.keyboard.press(`${command}+c`))
  expect(text).toBe('old ferry')
})

test('a conversation is saved as PDF: text that can be selected, whole rows, a title and page numbers', async () => {
  await row('The long report').click()
  await app.page.getByText('The end of the report.').waitFor()
  const file = join(app.home, 'report.pdf')
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as unknown as typeof dialog.showSaveDialog
  }, file)
  await app.menu('Save as PDF…')
  await app.page.getByText('Exported as PDF').waitFor()
  const pages = await pagesOf(new Uint8Array(readFileSync(file)))
  expect(pages.length).toBeGreaterThan(2)
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`${index + 1} of ${pages.length}`)
    expect(page).toContain('The long report')
  }
  // A row is whole on one page, and each page of the table has its head.
  for (let number = 0; number < 120; number++) {
    const holders = pages.filter((page) => page.includes(`Row ${number} of the table`))
    expect(holders).toHaveLength(1)
    expect(holders[0]).toMatch(new RegExp(`Row ${number} of the table .*\\blast ${number}\\b`))
    expect(holders[0]).toMatch(/port kind note/)
  }
})

test('Print opens the system’s dialog with the conversation', async () => {
  await app.electron.evaluate(({ app: electronApp }) => {
    const printed = globalThis as unknown as { printed?: string[] }
    printed.printed = []
    electronApp.on('web-contents-created', (_, contents) => {
      contents.print = (_options, done) => {
        printed.printed?.push(contents.getTitle())
        done?.(true, '')
      }
    })
  })
  await app.menu('Print…')
  await expect
    .poll(() => app.electron.evaluate(() => (globalThis as unknown as { printed: string[] }).printed))
    .toEqual(['The long report'])
})
