import type { Node } from 'commonmark'
import { openableAddress } from '../../../../contract/openable-address.js'

/**
 * What the window has to show of a tree of commonmark.js. This is CommonMark's HTML, except for what the app decides for
 * every text: HTML stays text, images are never loaded, only some addresses open, the ends of lines are kept, and titles
 * are not shown, because the tip of a link is its address.
 */
export function expectedHtml(node: Node): string {
  switch (node.type) {
    case 'document':
      return childrenOf(node)
    case 'paragraph':
      return `<p>${childrenOf(node)}</p>`
    case 'heading':
      return node.level <= 2 ? `<h3>${childrenOf(node)}</h3>` : `<h4>${childrenOf(node)}</h4>`
    case 'code_block':
      return `<pre data-language="${escaped(languageOf(node))}"><code>${escaped((node.literal ?? '').replace(/\n$/, ''))}</code></pre>`
    case 'block_quote':
      return `<blockquote>${childrenOf(node)}</blockquote>`
    case 'list':
      return listHtml(node)
    case 'thematic_break':
      return '<hr/>'
    case 'html_block':
      return `<p>${escaped((node.literal ?? '').replace(/\n$/, ''))}</p>`
    case 'softbreak':
    case 'linebreak':
      return '<br/>'
    case 'code':
      return `<code>${escaped(node.literal ?? '')}</code>`
    case 'emph':
      return `<em>${childrenOf(node)}</em>`
    case 'strong':
      return `<strong>${childrenOf(node)}</strong>`
    case 'link':
      return addressHtml(node.destination ?? '', textOf(node), childrenOf(node))
    case 'image':
      return addressHtml(node.destination ?? '', textOf(node), escaped(textOf(node)) || 'Image')
    default:
      return escaped(node.literal ?? '')
  }
}

function* children(node: Node): Generator<Node> {
  for (let child = node.firstChild; child; child = child.next) yield child
}

const childrenOf = (node: Node) => [...children(node)].map(expectedHtml).join('')

const languageOf = (node: Node) => node.info?.split(/\s+/)[0] || ''

function listHtml(list: Node): string {
  const items = [...children(list)].map((item) => {
    const blocks = [...children(item)].map((block) =>
      list.listTight && block.type === 'paragraph' ? childrenOf(block) : expectedHtml(block),
    )
    return `<li>${blocks.join('')}</li>`
  })
  if (list.listType === 'bullet') return `<ul>${items.join('')}</ul>`
  const start = list.listStart === 1 ? '' : ` start="${list.listStart}"`
  return `<ol${start}>${items.join('')}</ol>`
}

function addressHtml(href: string, label: string, inside: string): string {
  const address = openableAddress(href)
  if (address) return `<a href="${escaped(address)}">${inside}</a>`
  return href === '' || href === label ? inside : `${inside} (${escaped(href)})`
}

const textOf = (node: Node): string =>
  node.literal ?? (/break$/.test(node.type) ? '\n' : [...children(node)].map(textOf).join(''))

/** Escapes as React does. */
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character as keyof typeof entities])
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' }
