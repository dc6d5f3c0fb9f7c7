import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from './markdown.js'

const rtl = (text: string) =>
  [...renderToStaticMarkup(<Markdown text={text} isFinished />).matchAll(/<(\w+)[^>]* dir="rtl"/g)].map(
    ([, tag]) => tag,
  )

test.each([
  ['a paragraph that begins with code', '`npm start` מפעיל את היישום', ['p']],
  ['a paragraph that begins with an address', 'https://example.org הוא האתר', ['p']],
  ['a paragraph that begins with a number', '3. סעיף', ['ol']],
  ['a tight list', '- אחד\n- two', ['ul']],
  ['a loose list', '1. واحد\n\n2. اثنان', ['ol', 'p', 'p']],
  ['a list whose first item is code', '- `ls`\n- רשימה', ['ul']],
  ['a quote', '> שלום\n>\n> `x`', ['blockquote', 'p']],
  ['a quote with a list', '> - `x` שלום', ['blockquote', 'ul']],
  ['a heading', '## `x` כותרת', ['h3']],
  ['a table', '| `x` | שם |\n|---|---|\n| a | ב |', ['div']],
  ['English with a Hebrew word', 'The word שלום means peace.', []],
])('%s takes the direction of its first words that are not code', (_, text, tags) => {
  expect(rtl(text)).toEqual(tags)
})
