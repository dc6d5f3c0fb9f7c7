import { expect, test } from 'vitest'
import { readHtml } from './html.js'
import { installDomParser } from './testing/dom.js'

installDomParser()
const read = (html: string) => readHtml(new TextEncoder().encode(html))
const passagesOf = (html: string) => read(html).pages.flatMap(({ passages }) => passages)

test('reads headings, lists, tables, code and hidden elements', () => {
  const html = `<!doctype html><html><head><title>A title</title><style>p{}</style></head><body><script>x()</script>
    <h2>Head <em>ing</em></h2><p>One<br>two   three</p><ol start="3"><li>c<ul><li>inner</li></ul></li><li>d</li></ol>
    <table><tr><th colspan="2">Wide</th></tr><tr><td>a|b</td><td><p>c</p><p>d</p></td></tr></table>
    <pre>  if x:
    y</pre><p style="display: none">secret</p><div hidden>too</div>text<p>end</p></body></html>`
  const { title, omitted } = read(html)
  expect(title).toBe('A title')
  expect(passagesOf(html)).toEqual([
    '## Head ing\nOne\ntwo three',
    '3. c\n  - inner\n4. d',
    '| Wide |  |\n| --- | --- |\n| a\\|b | c d |',
    '  if x:\n    y',
    'text',
    'end',
  ])
  expect(omitted).toEqual([{ what: 'hidden passages', count: 2 }])
})

test('takes the article out of what surrounds it, and says so', () => {
  const paragraph = `<p>${'A sentence about the matter, with commas, and more words. '.repeat(8)}</p>`
  const html = `<html><body><nav><ul>${'<li><a href="/x">Menu entry</a></li>'.repeat(20)}</ul></nav>
    <article><h1>Matter</h1>${paragraph.repeat(6)}</article><footer>Imprint</footer></body></html>`
  const text = passagesOf(html).join('\n')
  expect(text).toContain('A sentence about the matter')
  expect(text).not.toContain('Menu entry')
  expect(read(html).omitted[0]?.what).toBe('passages around the article')
})

test('reads what its meta says about its encoding, and nests without recursion', () => {
  const cyrillic = new Uint8Array(
    [...'<meta charset="windows-1251"><p>'].map((c) => c.charCodeAt(0)).concat([0xcf, 0xf0]),
  )
  expect(readHtml(cyrillic).pages[0]?.passages).toEqual(['Пр'])
  expect(passagesOf(`${'<b>'.repeat(3_000)}deep${'</b>'.repeat(3_000)}`)).toEqual(['deep'])
})
