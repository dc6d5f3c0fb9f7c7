import { beforeEach, expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

const command = process.platform === 'darwin' ? 'Meta' : 'Control'

interface Copied {
  readonly text: string
  readonly html?: string
  /** Whether a picture of it is on the clipboard too, as Office adds one. */
  readonly hasPicture?: boolean
}

async function copy({ text, html = '', hasPicture = false }: Copied): Promise<void> {
  await app.electron.evaluate(
    ({ clipboard, nativeImage }, { plain, rich, isPicture }) => {
      const bitmap = Buffer.alloc(4 * 4 * 4, 255)
      // The types are those of a later Electron.
      const writer = clipboard as unknown as { write(data: object): void }
      writer.write({
        text: plain,
        ...(rich && { html: rich }),
        ...(isPicture && { image: nativeImage.createFromBitmap(bitmap, { width: 4, height: 4 }) }),
      })
    },
    { plain: text, rich: html, isPicture: hasPicture },
  )
}

async function paste(copied: Copied): Promise<string> {
  await copy(copied)
  await app.composer.press(`${command}+v`)
  await expect.poll(() => app.composer.inputValue()).not.toBe('')
  return app.composer.inputValue()
}

const notices = () => app.page.getByRole('region', { name: 'Notices' }).innerText()

beforeEach(async () => {
  await app.composer.fill('')
  await app.composer.focus()
})

/** The HTML that each program writes, shortened: attributes, comments and empty elements are theirs. */
const excel = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40"><head><meta name=ProgId content=Excel.Sheet>
<meta name=Generator content="Microsoft Excel 15"><style><!--table {mso-displayed-decimal-separator:"\\.";}
.xl65 {white-space:normal;}--></style></head><body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=174 style='border-collapse:collapse;width:130pt'>
<!--StartFragment--><col width=87 span=2 style='width:65pt'>
 <tr height=21 style='height:16.0pt'>
  <td height=21 width=87 style='height:16.0pt;width:65pt'>Room</td>
  <td class=xl65 width=87 style='width:65pt'>Seats |<br>
    places</td>
  <td width=87></td>
 </tr>
 <tr height=21 style='height:16.0pt'>
  <td height=21 style='height:16.0pt'>Reading<span style='mso-spacerun:yes'>&nbsp;
  </span>room</td>
  <td align=right>1,024</td>
  <td></td>
 </tr>
 <![if supportMisalignedColumns]>
 <tr height=0 style='display:none'><td width=87></td><td width=87></td><td width=87>x</td></tr>
 <![endif]>
<!--EndFragment--></table></body></html>`

const sheets = `<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}br {mso-data-placement:same-cell;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" cellpadding="0" dir="ltr" border="1" style="table-layout:fixed;font-size:10pt;width:0px" data-sheets-root="1"><colgroup><col width="100"/><col width="100"/><col width="100"/></colgroup><tbody><tr style="height:21px;"><td data-sheets-value="{&quot;1&quot;:2,&quot;2&quot;:&quot;Room&quot;}">Room</td><td>Seats</td><td>Note</td></tr><tr style="height:21px;"><td rowspan="2" colspan="1">Reading room</td><td style="text-align:right;">24</td><td>line one<br/>line two</td></tr><tr><td rowspan="1" colspan="2">closed &amp; dark</td></tr></tbody></table>`

const word = `<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=EN-US style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal>The rooms of the library,<span style='mso-spacerun:yes'>  </span>with <b>all</b>
seats:<o:p></o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=301 valign=top style='width:225.4pt'><p class=MsoNormal><b>Room<o:p></o:p></b></p></td>
  <td width=301 valign=top><p class=MsoNormal><b>Seats<o:p></o:p></b></p></td>
 </tr>
 <tr style='mso-yfti-irow:1;mso-yfti-lastrow:yes'>
  <td width=301 valign=top><p class=MsoNormal>Reading room<o:p></o:p></p><p class=MsoNormal>Second floor<o:p></o:p></p></td>
  <td width=301 valign=top><p class=MsoNormal>24<o:p></o:p></p></td>
 </tr>
 <![if !supportMisalignedColumns]><tr height=0><td width=301 style='border:none'></td><td width=301></td></tr><![endif]>
</table>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>It opened in May.<o:p></o:p></p>
<!--EndFragment--></body></html>`

const numbers = `<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd"><html><head>
<meta name="Generator" content="Cocoa HTML Writer"><style type="text/css">p.p1 {margin: 0.0px; font: 10.0px Helvetica} td.td1 {border-style: solid}</style></head><body>
<table cellspacing="0" cellpadding="0" style="border-collapse: collapse"><tbody>
<tr><td valign="top" class="td1"><p class="p1">Room</p></td><td valign="top" class="td1"><p class="p1">Seats</p></td></tr>
<tr><td valign="top" class="td1"><p class="p1">Reading room</p></td><td valign="top" class="td1"><p class="p1" style="text-align:right">24</p></td></tr>
</tbody></table></body></html>`

test('cells of Excel, which come with a picture, become a Markdown table', async () => {
  const text = 'Room\t"Seats |\nplaces"\t\nReading  room\t1,024\t\n'
  expect(await paste({ text, html: excel, hasPicture: true })).toBe(
    '| Room | Seats \\|<br>places |\n| --- | --- |\n| Reading room | 1,024 |\n\n',
  )
  expect(await notices()).toBe('')
  await app.page.keyboard.press(`${command}+z`)
  await expect.poll(() => app.composer.inputValue()).toBe('')
})

test('cells of Google Sheets become a Markdown table; a merged cell has its text once', async () => {
  const text = 'Room\tSeats\tNote\nReading room\t24\t"line one\nline two"\n\tclosed & dark\t'
  expect(await paste({ text, html: sheets })).toBe(
    '| Room | Seats | Note |\n| --- | --- | --- |\n| Reading room | 24 | line one<br>line two |\n|  | closed & dark |  |\n\n',
  )
})

test('a table between paragraphs of Word becomes Markdown, and the paragraphs stay as they are', async () => {
  const text =
    'The rooms of the library,  with all seats:\r\nRoom\tSeats\r\nReading room\r\nSecond floor\t24\r\n\r\nIt opened in May.\r\n'
  expect(await paste({ text, html: word, hasPicture: true })).toBe(
    'The rooms of the library,  with all seats:\n\n| Room | Seats |\n| --- | --- |\n| Reading room<br>Second floor | 24 |\n\nIt opened in May.',
  )
})

test('cells of Numbers become a Markdown table', async () => {
  expect(await paste({ text: 'Room\tSeats\nReading room\t24', html: numbers })).toBe(
    '| Room | Seats |\n| --- | --- |\n| Reading room | 24 |\n\n',
  )
})

/** In the words of README.md. */
const matchStyle = process.platform === 'darwin' ? 'Shift+Alt+Meta+v' : 'Control+Shift+v'

test('Paste and Match Style inserts the text of a table as it is, from the menu and by its keys', async () => {
  const text = 'Room\tSeats\nReading room\t24'
  await copy({ text, html: numbers, hasPicture: true })
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.pasteAndMatchStyle())
  await expect.poll(() => app.composer.inputValue()).toBe(text)
  await app.composer.fill('')
  await app.composer.press(matchStyle)
  await expect.poll(() => app.composer.inputValue()).toBe(text)
})

test('text with a picture is text, and HTML without a table changes nothing', async () => {
  expect(await paste({ text: 'Dear * all_', html: '<p>Dear <b>*</b> all_</p>', hasPicture: true })).toBe('Dear * all_')
  expect(await notices()).toBe('')
})

test('HTML that lays out a page, runs a script or has a huge cell is pasted as text, and nothing of it runs', async () => {
  const hostile = `<table role="presentation"><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>
    <table><tr><td colspan=1000 rowspan=60000>a</td></tr>${'<tr><td colspan=1000>b</td></tr>'.repeat(50)}</table>
    <img src="parley://app/missing.png" onerror="document.title='run'"><script>document.title = 'run'</script>`
  expect(await paste({ text: 'a b c d a b', html: hostile })).toBe('a b c d a b')
  expect(await app.page.title()).not.toBe('run')
})

test('a long text with a character that is none is a document that can be read', async () => {
  await copy({ text: `before\0after ${'a line of words\n'.repeat(8_000)}` })
  await app.composer.press(`${command}+v`)
  const card = app.attachment('Pasted text.txt')
  await card.and(app.page.locator('[aria-busy=false]')).waitFor()
  await card.getByText(/^Text · .* tokens$/).waitFor()
  await app.button('Remove Pasted text.txt').click()
})

test('a picture alone is offered as a document', async () => {
  await copy({ text: '', hasPicture: true })
  await app.composer.press(`${command}+v`)
  await app.attachment('image.png').waitFor()
  expect(await app.composer.inputValue()).toBe('')
  await app.button('Remove image.png').click()
})

test('cells become a Markdown table in the field of an edited message too, and ⌘Z undoes it in one step', async () => {
  await app.limitReplies(20)
  await app.ask('These rooms:')
  const question = app.questions.last()
  await question.hover()
  await question.getByRole('button', { name: 'Edit', exact: true }).click()
  const field = question.getByRole('textbox', { name: 'Text to edit' })
  await copy({ text: 'Room\tSeats\nReading room\t24', html: numbers, hasPicture: true })
  await field.press(`${command}+v`)
  await expect
    .poll(() => field.inputValue())
    .toBe('These rooms:\n\n| Room | Seats |\n| --- | --- |\n| Reading room | 24 |\n\n')
  await field.press(`${command}+z`)
  await expect.poll(() => field.inputValue()).toBe('These rooms:')
  expect(await app.composer.inputValue()).toBe('')
  await field.press('Escape')
})
