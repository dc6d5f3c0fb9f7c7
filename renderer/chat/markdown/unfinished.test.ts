import { expect, test } from 'vitest'
import { shownHtml } from './testing/shown-html.js'

const written = (text: string) => shownHtml(text, false)
/** What is shown at each character while `text` is written. */
const frames = (text: string) => Array.from({ length: text.length }, (_, index) => written(text.slice(0, index + 1)))

test('an underline makes no heading until its line is complete', () => {
  for (const frame of frames('Some text\n- item\n- more')) expect(frame).not.toContain('<h')
  for (const frame of frames('Some text\n---')) expect(frame).not.toContain('<h')
  expect(written('Some text\n---\n')).toBe('<h3>Some text</h3>')
  expect(shownHtml('Some text\n---')).toBe('<h3>Some text</h3>')
})

test.each(['', '> ', '- ', '1. > '])('a table is a table from its first cell on, also behind %j', (mark) => {
  const next = mark.replace(/[^>\s]/g, ' ')
  const table = `${mark}| Name | *Age* |\n${next}|------|:---:|\n${next}| Ann | 5 |`
  for (const frame of frames(table)) expect(frame).not.toMatch(/[|:]|--/)
  expect(written(`${mark}| Na`)).toContain('<th>Na</th>')
})

test('a head without a bar at its start is a table as soon as the row below it tells', () => {
  expect(written('> a|b\n> --|')).toContain('<th>a</th>')
  expect(written('a | b\n- it')).not.toContain('<th>')
})

test('a line with a bar that becomes no table is shown as it is', () => {
  expect(shownHtml('| x | is the amount')).toBe('<p>| x | is the amount</p>')
  expect(written('| x | is\nthe amount')).toBe('<p>| x | is<br/>the amount</p>')
})

test.each(['See [the site](https://example.org/a_(b)?c=d "Title") now', 'An ![image](https://example.org/a.png) here'])(
  'a half link shows its words and no address: %s',
  (text) => {
    for (const frame of frames(text)) {
      expect(frame.replace(/<[^>]*>/g, '')).not.toMatch(/[[\]()]|https/)
    }
  },
)

test('brackets that are no link stay', () => {
  expect(written('let a[i] = b[j')).toBe('<p>let a[i] = b[j</p>')
  expect(written('`[a](b` and')).toBe('<p><code>[a](b</code> and</p>')
  expect(shownHtml('half [a](b')).toBe('<p>half [a](b</p>')
})

test.each(['', '- ', '> '])('the closing fence of a block does not appear inside it, also behind %j', (mark) => {
  const next = mark.replace(/[^>\s]/g, ' ')
  const text = `${mark}\`\`\`js\n${next}let a = 1\n${next}\`\`\``
  for (const frame of frames(text)) expect(frame).not.toContain('`')
  expect(written(`${text}\n`)).toContain('<code>let a = 1</code>')
})

test('marks whose text is not there yet are not shown', () => {
  for (const mark of [
    '#',
    '##',
    '-',
    '- ',
    '1',
    '1.',
    '12)',
    '>',
    '> -',
    '- [',
    '- [x',
    '- [x]',
    '**',
    '`',
    '```',
    '|',
    '~~',
    '<br',
  ]) {
    expect(written(mark)).toBe('')
    expect(written(`Text\n\n${mark}`)).toBe('<p>Text</p>')
  }
})

test('a tag that is drawn as its element is not shown in parts', () => {
  for (const frame of frames('H<sub>2</sub>O<br/>')) expect(frame).not.toMatch(/&lt;(?!sub&gt;2)/)
})

test('a mark of a footnote is drawn before its footnote is there', () => {
  expect(written('A claim[^1] and')).toBe('<p>A claim<sup><button>1</button></sup> and</p>')
  expect(written('A claim[^')).toBe('<p>A claim</p>')
})

test.each([
  'Some **bold**, *italic* and `code` words, ***both*** and ~~gone~~.',
  '**注意：**请看',
  'A list:\n- **Point**: `x = "*"` and *more*\n- 2 * 3 and 5*4',
  '| `a\\|b` | **c** |\n|---|---|\n| *d* | e |\n',
  'H<sub>2</sub>O &amp; [the **site**](https://example.org)[^1].\n\n[^1]: A *note*.\n',
  '## A `heading`\n\n> Quoted **text**\n',
])('what is shown while %j is written stays when it is finished', (text) => {
  const words = (html: string) => html.replace(/<[^>]*>|\s/g, '')
  const last = words(shownHtml(text))
  for (const frame of frames(text)) expect(last.startsWith(words(frame))).toBe(true)
})

test.each([
  'The area is \\(A = \\pi r^2\\), and $x^2 + y_1$ *is* it.',
  'So:\n\\[\na_1 + b\n- c\n= d\n\\]\nwhere $d$ is it',
  '$$\na_1\n$$\n',
  '- a point\n  \\[ x_1 \\]\n- $y$ and *z*',
])('a formula is shown when it is complete, and no mark of it before: %j', (text) => {
  for (const frame of frames(text)) {
    const around = frame.replace(/<code>.*?<\/code>/gs, '').replace(/<[^>]*>/g, '')
    expect(around).not.toMatch(/[\\$[\]_^=]/)
  }
  expect(shownHtml(text)).toContain('<code')
})

test('a price and escaped brackets appear as they are written', () => {
  expect(written('It costs $5 and')).toBe('<p>It costs $5 and</p>')
  expect(written('It costs $5 and $10 *or')).toBe('<p>It costs $5 and $10 <em>or</em></p>')
  expect(shownHtml('It costs $5')).toBe('<p>It costs $5</p>')
  expect(shownHtml('see \\[1\\]')).toBe('<p>see [1]</p>')
})

test('asterisks that are no emphasis stay', () => {
  expect(written('2 * 3 * 4')).toBe('<p>2 * 3 * 4</p>')
  expect(written('a snake_case_name and 5*3')).toBe('<p>a snake_case_name and 5*3</p>')
  expect(shownHtml('*args and')).toBe('<p>*args and</p>')
})

test('a finished text shows every character that was held back', () => {
  expect(shownHtml('Text\n\n42')).toBe('<p>Text</p><p>42</p>')
  expect(shownHtml('a <br')).toBe('<p>a &lt;br</p>')
})
