import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { cases, timeLimit } from '../../../markdown/testing/case-count.js'
import { markdownSource } from '../../../markdown/testing/markdown-source.js'
import { visibleText } from '../../../markdown/visible-text.js'
import { Markdown } from './markdown.js'

/** Elements whose words join those beside them. */
const joining = ['a', 'code', 'del', 'em', 'kbd', 'strong', 'sub', 'sup']

function textOf(node: DefaultTreeAdapterTypes.ChildNode): string {
  if ('value' in node) return node.value
  if (!('childNodes' in node)) return ''
  const text = node.childNodes.map(textOf).join('')
  return joining.includes(node.tagName) ? text : ` ${text} `
}

const wordsOf = (text: string) => text.split(/\s+/u).filter((word) => word !== '')
const shownText = (markdown: string) =>
  parseFragment(renderToStaticMarkup(<Markdown text={markdown} isFinished />))
    .childNodes.map(textOf)
    .join('')

test('the visible text has the words that the window shows, and no others', timeLimit, () => {
  const source = fc.tuple(markdownSource, markdownSource).map((parts) => parts.join('\n\n'))
  fc.assert(
    fc.property(source, (text) => {
      expect(wordsOf(visibleText(text))).toEqual(wordsOf(shownText(text)))
    }),
    cases,
  )
})
