import { openableAddress } from '../../../../contract/openable-address.js'
import { finishedBlocks } from '../../../../markdown/blocks.js'
import {
  type BlockNode,
  type Content,
  type Direction,
  type InlineNode,
  inlineTags,
} from '../../../../markdown/nodes.js'
import { type ShownConversation, type ShownPart, timeInWords } from './shown-conversation.js'

/**
 * One page of HTML that needs nothing else: no script, no picture, nothing from the network. It is written from the nodes
 * of our own parser, so that each element is one of those below, and every text is escaped.
 */
export function* htmlPage(title: string, conversations: Iterable<ShownConversation>): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
`
  for (const { title: heading, at, parts } of conversations) {
    yield `<section>\n<h1 dir="auto">${escaped(heading)}</h1>\n${at ? `<p class="when">${timeInWords(at)}</p>\n` : ''}`
    for (const part of parts) yield partHtml(part)
    yield '</section>\n'
  }
  yield '</body>\n</html>\n'
}

const style = `
:root { color-scheme: light dark; font: 16px/1.55 -apple-system, system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
section + section { margin-top: 4rem; border-top: 1px solid #8886; padding-top: 2rem; }
h1 { font-size: 1.5rem; line-height: 1.3; }
article { margin: 1.75rem 0; }
article > h2 { font-size: 0.875rem; margin: 0 0 0.25rem; }
article > h2 span, .when, .remark, summary { color: GrayText; font-weight: normal; font-size: 0.875rem; }
.said { white-space: pre-wrap; background: #8881; border-radius: 0.75rem; padding: 0.6rem 0.9rem; }
pre { background: #8881; border-radius: 0.5rem; padding: 0.75rem; white-space: pre-wrap; font-size: 0.875rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid #8886; padding: 0.3rem 0.6rem; text-align: start; vertical-align: top; }
blockquote { margin: 0; padding-inline-start: 1rem; border-inline-start: 3px solid #8886; }
.plain { white-space: pre-wrap; }
details > div { color: GrayText; white-space: pre-wrap; }
h3, h4, h5, h6 { line-height: 1.3; }
@media print { body { max-width: none; margin: 0; padding: 0; } article > h2, h1 { break-after: avoid; } details { display: none; } }
`

function partHtml({ who, at, text, isMarkdown, reasoning, remarks }: ShownPart): string {
  const when = at === undefined ? '' : ` <span>${timeInWords(at)}</span>`
  const thought =
    reasoning === ''
      ? ''
      : `<details><summary>Reasoning</summary><div dir="auto">${escaped(reasoning)}</div></details>\n`
  const body = isMarkdown ? markdownHtml(text) : `<div class="said" dir="auto">${escaped(text)}</div>\n`
  const notes = remarks.map((remark) => `<p class="remark" dir="auto">${escaped(remark)}</p>\n`).join('')
  return `<article>\n<h2 dir="auto">${escaped(who)}${when}</h2>\n${thought}${text.trim() === '' ? '' : body}${notes}</article>\n`
}

/** Steps of the parser for a whole text, as for the search. */
const maxSteps = (characters: number) => 20_000 + characters

function markdownHtml(source: string): string {
  let taken = 0
  const limit = maxSteps(source.length)
  const blocks: string[] = []
  for (const block of finishedBlocks(source, () => taken < limit)) {
    taken += block.steps
    blocks.push(blocksHtml(block.nodes))
  }
  return `${blocks.join('')}`
}

const blocksHtml = (nodes: readonly BlockNode[]): string => nodes.map(blockHtml).join('')
const contentHtml = ({ nodes }: Content): string => nodes.map(inlineHtml).join('')
const dirOf = (dir: Direction) => (dir === undefined ? '' : ` dir="${dir}"`)

function blockHtml(node: BlockNode): string {
  switch (node.type) {
    case 'paragraph':
      return `<p${dirOf(node.content.dir)}>${contentHtml(node.content)}</p>\n`
    case 'heading': {
      // The title is the first level, and who speaks the second.
      const level = Math.min(6, node.level + 2)
      return `<h${level}${dirOf(node.content.dir)}>${contentHtml(node.content)}</h${level}>\n`
    }
    case 'code':
      return `<pre><code>${escaped(node.text)}</code></pre>\n`
    case 'quote':
      return `<blockquote${dirOf(node.dir)}>${blocksHtml(node.children)}</blockquote>\n`
    case 'list': {
      const items = node.items.map(({ number, isNumbered, isDone, children }) => {
        const value = isNumbered && number !== undefined ? ` value="${number}"` : ''
        const task = isDone === undefined ? '' : isDone ? '☑ ' : '☐ '
        return `<li${value}>${task}${blocksHtml(children)}</li>`
      })
      const tag = node.isOrdered ? 'ol' : 'ul'
      return `<${tag}${dirOf(node.dir)}>${items.join('')}</${tag}>\n`
    }
    case 'table': {
      const cells = (row: readonly Content[], tag: 'th' | 'td') =>
        `<tr>${row.map((cell) => `<${tag}>${contentHtml(cell)}</${tag}>`).join('')}</tr>`
      const rows = node.rows.map((row) => cells(row, 'td')).join('')
      return `<table${dirOf(node.dir)}><thead>${cells(node.head, 'th')}</thead><tbody>${rows}</tbody></table>\n`
    }
    case 'note':
      return `<div class="note"><sup>${escaped(node.label)}</sup> ${blocksHtml(node.children)}</div>\n`
    case 'formula':
      return `<p><code>${escaped(node.formula.source)}</code></p>\n`
    case 'rule':
      return '<hr>\n'
    case 'plain':
      return `<p class="plain">${escaped(node.text)}</p>\n`
  }
}

function inlineHtml(node: InlineNode): string {
  switch (node.type) {
    case 'text':
      return escaped(node.text)
    case 'code':
      return `<code>${escaped(node.text)}</code>`
    case 'formula':
      return `<code>${escaped(node.formula.source)}</code>`
    case 'break':
      return '<br>'
    case 'link': {
      const words = node.children.map(inlineHtml).join('')
      const address = openableAddress(node.href)
      return address === undefined ? words : `<a href="${escaped(address)}" rel="noreferrer">${words}</a>`
    }
    case 'image':
      return escaped(node.text || 'Image')
    case 'note-reference':
      return `<sup>${escaped(node.label)}</sup>`
    default: {
      const tag = tags.find((known) => known === node.type) ?? 'span'
      return `<${tag}>${node.children.map(inlineHtml).join('')}</${tag}>`
    }
  }
}

const tags = ['em', 'strong', 'del', ...inlineTags]

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')
