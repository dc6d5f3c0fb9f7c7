import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from './markdown.js'
import { shownHtml } from './testing/shown-html.js'

test.each([
  ['a\n<br>b<br/>c<BR />d</br>e', '<p>a<br/><br/>b<br/>c<br/>d<br/>e</p>'],
  ['before\n\n<br>\n\nafter', '<p>before</p><p><br/></p><p>after</p>'],
  [
    'H<sub>2</sub>O, x<sup>*2*</sup>, <kbd>⌘</kbd><kbd>K</kbd>',
    '<p>H<sub>2</sub>O, x<sup><em>2</em></sup>, <kbd>⌘</kbd><kbd>K</kbd></p>',
  ],
  ['<sub>open and *in <sup>* out</sup>', '<p>&lt;sub&gt;open and <em>in &lt;sup&gt;</em> out&lt;/sup&gt;</p>'],
  ['<sub class="x">a</sub>', '<p>&lt;sub class=&quot;x&quot;&gt;a&lt;/sub&gt;</p>'],
  ['<b>bold</b> <script>alert(1)</script>', '<p>&lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>'],
])('some tags become their elements and every other tag stays text: %s', (text, html) => {
  expect(shownHtml(text)).toBe(html)
})

test.each(['<script>', '<pre>', '<!-- a', '<style', '<?php', '<![CDATA[', '<div>'])(
  'a tag that is never closed ends at the blank line: %s',
  (tag) =>
    expect(shownHtml(`${tag}\n*x*\n\n# After\n\n**bold**`)).toMatch(/<h3>After<\/h3><p><strong>bold<\/strong><\/p>$/),
)

test('a table has line breaks in its cells', () => {
  expect(shownHtml('| a |\n|---|\n| b<br>c |')).toContain('<td>b<br/>c</td>')
})

test.each([
  ['| a | b |\n|---|---|\n| 1 | 2 | *3* | x\\|y | |', '<tr><td>1</td><td>2</td><td><em>3</em></td><td>x|y</td></tr>'],
  ['> a | b\n> -|-\n> 1 | 2 | `3`', '<tr><td>1</td><td>2</td><td><code>3</code></td></tr>'],
  ['- | a |\n  |---|\n  | 1 || 3 |\n  | 4 | | |', '<tr><td>1</td><td></td><td>3</td></tr><tr><td>4</td></tr>'],
])('no cell of a row beyond the head of its table is lost: %j', (text, rows) => {
  expect(shownHtml(text)).toContain(`<tbody>${rows}</tbody>`)
})

test('every word of a table is shown, however many cells each row has', () => {
  const word = fc.stringMatching(/^[a-z]{1,4}$/)
  const row = fc.array(word, { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(row, fc.array(row), (head, body) => {
      const lines = [head, head.map(() => '-'), ...body].map((cells) => `| ${cells.join(' | ')} |`)
      const shown = shownHtml(lines.join('\n')).match(/(?<=>)[a-z]+(?=<)/g)
      expect(shown).toEqual([...head, ...body.flat()])
    }),
  )
})

test.each([
  ['1~2 cups with 3~4 spoons', '<p>1~2 cups with 3~4 spoons</p>'],
  ['~a~ ~~b~~ ~~~c~~~', '<p>~a~ <del>b</del> ~~~c~~~</p>'],
])('only two tildes strike through: %s', (text, html) => {
  expect(shownHtml(text)).toBe(html)
})

test.each([
  ['**注意：**请看', '<p><strong>注意：</strong>请看</p>'],
  ['这是**“重点”**内容', '<p>这是<strong>“重点”</strong>内容</p>'],
  ['*（注）*本文', '<p><em>（注）</em>本文</p>'],
  ['**ドル記号($)**です', '<p><strong>ドル記号($)</strong>です</p>'],
  ['**한국어(Korean)**은', '<p><strong>한국어(Korean)</strong>은</p>'],
  ['~~删除。~~之后', '<p><del>删除。</del>之后</p>'],
])('emphasis works beside the punctuation of Chinese, Japanese and Korean: %s', (text, html) => {
  expect(shownHtml(text)).toBe(html)
})

test.each([
  ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
  ['1. a\n3. b\n4. c', '<ol><li>a</li><li value="3">b</li><li>c</li></ol>'],
  ['1. a\n1. b\n1. c', '<ol><li>a</li><li>b</li><li>c</li></ol>'],
  ['3. a\n7. b\n7. c', '<ol start="3"><li>a</li><li value="7">b</li><li value="7">c</li></ol>'],
  ['0. a\n1. b', '<ol start="0"><li>a</li><li>b</li></ol>'],
  ['5) a\n4) b', '<ol start="5"><li>a</li><li value="4">b</li></ol>'],
])('the numbers of a list are those that were written: %j', (text, html) => {
  expect(shownHtml(text)).toBe(html)
})

test.each([
  ['&copy; &hearts; &AElig; &#8364; &nope;', '<p>© ♥ Æ € &amp;nope;</p>'],
  ['[a](https://b.c?a=1&amp;b=2)', '<p><a href="https://b.c/?a=1&amp;b=2">a</a></p>'],
  ['<https://b.c?a=1&b=2>', '<p><a href="https://b.c/?a=1&amp;b=2">https://b.c?a=1&amp;b=2</a></p>'],
  ['`&amp;`', '<p><code>&amp;amp;</code></p>'],
])('character references are decoded, in addresses too: %s', (text, html) => {
  expect(shownHtml(text)).toBe(html)
})

test.each([
  ['www.example.org/a', '<p><a href="https://www.example.org/a">www.example.org/a</a></p>'],
  ['请看https://example.org/a。谢谢', '<p>请看<a href="https://example.org/a">https://example.org/a</a>。谢谢</p>'],
  [
    'https://example.org/a_b_c and https://example.org/*d*',
    '<p><a href="https://example.org/a_b_c">https://example.org/a_b_c</a> and <a href="https://example.org/*d">https://example.org/*d</a>*</p>',
  ],
  ['http://example.org/ü', '<p>http://example.org/ü</p>'],
  ['see main.rs, README.md and 3.5', '<p>see main.rs, README.md and 3.5</p>'],
  ['[https://a.b](https://c.d)', '<p><a href="https://c.d/">https://a.b</a></p>'],
  ['[a](javascript:alert(1))', '<p>a (javascript:alert(1))</p>'],
  ['[a](https://user@b.c)', '<p>a (https://user@b.c)</p>'],
  ['![a](https://b.c/d.png)', '<p><a href="https://b.c/d.png">a</a></p>'],
  ['[a [b] c](https://d.e "t (x) [y]")', '<p><a href="https://d.e/">a [b] c</a></p>'],
])('an address is shown once, and only a safe one opens: %s', (text, html) => {
  expect(shownHtml(text)).toBe(html)
})

test.each([
  ['[a][1] [1] [b]\n\n[1]: https://c.d', '<p><a href="https://c.d/">a</a> <a href="https://c.d/">1</a> [b]</p>'],
  ['[a][B c]\n\n[b  C]: <https://c.d> "title (x)"', '<p><a href="https://c.d/">a</a></p>'],
])('reference links are resolved: %s', (text, html) => {
  expect(shownHtml(text)).toBe(html)
})

test('footnotes are resolved, and a mark without its footnote stays text', () => {
  const html = shownHtml('One[^1], two[^b] and three[^no].\n\n[^1]: First *note*.\n[^b]: Second\n\n    with more.')
  expect(html).toContain('<p>One<sup><button>1</button></sup>, two<sup><button>b</button></sup> and three[^no].</p>')
  expect(html).toContain('First <em>note</em>.')
  expect(html).toContain('<p>Second</p><p>with more.</p>')
})

test.each([
  ['- a\n\n  ```\n  \tx\ty\n  ```', '\tx\ty'],
  ['1. a\n   ```py\n   if x:\n   \t\treturn\t1  \n   ```', 'if x:\n\t\treturn\t1  '],
  ['> ```\n> \ta\n> ```', '\ta'],
  ['```\n\n a\u00a0b\u200b \n\n\n```', '\n a\u00a0b\u200b \n\n'],
  ['~~~\n```\n~~~', '```'],
  ['\ta\tb', 'a\tb'],
])('code is exact: %j', (text, code) => {
  expect(shownHtml(text)).toContain(`<code>${code}</code>`)
})

test('asterisks between digits multiply, and still emphasise words', () => {
  expect(shownHtml('Give 2*3*4 mg, 5*10^9 and 2**3**2.')).toBe('<p>Give 2*3*4 mg, 5*10^9 and 2**3**2.</p>')
  expect(shownHtml('*2*, **3** and a*b*c')).toBe('<p><em>2</em>, <strong>3</strong> and a<em>b</em>c</p>')
})

test('character references and escapes in a bare address are decoded, as in text', () => {
  expect(shownHtml('See https://example.org/a\\_b?c=1&amp;d=2.')).toBe(
    '<p>See <a href="https://example.org/a_b?c=1&amp;d=2">https://example.org/a_b?c=1&amp;d=2</a>.</p>',
  )
})

test('a list makes room for the longest of its numbers', () => {
  const list = (text: string) => renderToStaticMarkup(createElement(Markdown, { text, isFinished: true }))
  expect(list('98. a\n99. b')).not.toContain('style')
  expect(list('99. a\n100. b')).toContain('padding-inline-start:2.5em')
  expect(list('1998. a')).toContain('padding-inline-start:3.1em')
})

test('depth is capped, deeper marks are text, and no text is lost', () => {
  for (const mark of ['> ', '- ', '1. ', '* > ', '[^a]: ']) {
    const html = shownHtml(`${mark.repeat(200)}deep inside\nmore`)
    expect(html.match(/<(?:blockquote|ul|ol)/g)?.length ?? 0).toBeLessThanOrEqual(32)
    expect(html).toContain('deep inside')
    expect(html).toContain('more')
  }
  const inline = shownHtml(`${'*a _b '.repeat(300)}deep${' b_ a*'.repeat(300)}`)
  expect(inline.match(/<em>/g)?.length).toBeLessThanOrEqual(32)
  expect(inline).toContain('deep')
})

test('what exceeds its budget is plain text, alone', () => {
  const html = shownHtml(`# Before\n\n${'a_'.repeat(20_000)}\n\n# After`)
  expect(html).toBe(`<h3>Before</h3><p>${'a_'.repeat(20_000)}</p><h3>After</h3>`)
})
