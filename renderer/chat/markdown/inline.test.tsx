import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from './markdown.js'

const draw = (markdown: string) => renderToStaticMarkup(<Markdown text={markdown} isFinished />)

test('a link that main would open is a link', () => {
  expect(draw('[page](https://example.org/a)')).toContain('href="https://example.org/a"')
  expect(draw('[write](mailto:a@example.org?subject=x)')).toContain('href="mailto:a@example.org?subject=x"')
})

test.each([
  'https://bank.example@evil.example/',
  'mailto:a@example.org?attach=/etc/passwd',
  'file:///etc/passwd',
  'javascript:alert(1)',
])('a link that main would refuse is text with its address: %s', (address) => {
  for (const markdown of [`[page](${address})`, `![page](${address})`]) {
    const drawn = draw(markdown)
    expect(drawn).not.toContain('<a')
    expect(drawn).toContain(`page (${address})`)
  }
})
