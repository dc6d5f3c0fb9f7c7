/** Elements that text keeps in another app, with the attributes that mean something there. */
const kept: Readonly<Record<string, readonly string[]>> = {
  p: ['dir'],
  h2: ['dir'],
  h3: ['dir'],
  ul: ['dir'],
  ol: ['dir', 'start'],
  li: ['value'],
  blockquote: ['dir'],
  table: ['dir'],
  thead: [],
  tbody: [],
  tr: [],
  th: ['align', 'colspan'],
  td: ['align', 'colspan'],
  em: [],
  strong: [],
  del: [],
  sub: [],
  sup: [],
  kbd: [],
  br: [],
  hr: [],
}

/** What belongs to the window and not to the text. */
const left =
  '[hidden], .hidden, .code-head, .message-actions, .reasoning-row, .icon-button, .drag-out, .drag-out, .demo-offer, .claims, .review-line, .oversight-line, svg, style'

/** Around a selection, what a piece of its content needs to be what it is: an item of a list, a cell of a table. */
const structure = 'ul, ol, li, table, thead, tbody, tr, blockquote, pre'

/** The attribute with the TeX of a formula, with its marks and its lines, which HTML would join. */
export const formulaAttribute = 'data-formula'

/**
 * What is selected, as plain elements without anything of the window: no class, style or button. A formula becomes the TeX
 * that it was written in, a ticked task a sign.
 */
export function cleanCopy(range: Range): HTMLElement {
  const whole = withWholeFormulas(range)
  const place = document.createElement('div')
  place.append(...[...whole.cloneContents().childNodes].flatMap((node) => cleaned(node, isPreformatted(whole))))
  let around = elementOf(whole.commonAncestorContainer)
  while (around && !around.matches('.md, .transcript-content')) {
    if (around.matches(structure)) {
      const [shell] = cleaned(around.cloneNode(false), false)
      if (shell instanceof HTMLElement) {
        innermost(shell).append(...place.childNodes)
        place.append(shell)
      }
    }
    around = around.parentElement
  }
  return place
}

const elementOf = (node: Node) => (node instanceof Element ? node : node.parentElement)
const innermost = (element: Element): Element =>
  element.firstElementChild ? innermost(element.firstElementChild) : element

const isPreformatted = ({ commonAncestorContainer }: Range) =>
  elementOf(commonAncestorContainer)?.closest('.question-bubble, .md-plain') != null

function withWholeFormulas(range: Range): Range {
  const whole = range.cloneRange()
  const first = elementOf(range.startContainer)?.closest('.md-formula')
  const last = elementOf(range.endContainer)?.closest('.md-formula')
  if (first) whole.setStartBefore(first)
  if (last) whole.setEndAfter(last)
  return whole
}

/** @param keepsLines whether each line of the text is a line of its own */
function cleaned(node: Node, keepsLines: boolean): readonly Node[] {
  if (node instanceof Text) return keepsLines ? linesOf(node.data) : [document.createTextNode(node.data)]
  if (!(node instanceof HTMLElement) || node.matches(left)) return []
  if (node.matches('.md-formula, .md-formula-source')) return [formulaOf(node)]
  if (node.matches('input')) return [document.createTextNode(node.matches(':checked') ? '☑ ' : '☐ ')]
  if (node.matches('.code-block, pre')) return [codeOf(node)]
  const isText = node.matches('.question-bubble, .md-plain')
  const inside = [...node.childNodes].flatMap((child) => cleaned(child, keepsLines || isText))
  if (isText) return inside.length > 0 ? [element('p', inside)] : []
  if (node.matches('a.md-link')) return [withAttributes(element('a', inside), node, ['href'])]
  if (node.localName === 'code') return [element('code', inside)]
  const heading = /md-heading-(\d)/.exec(node.className)?.[1]
  const tag = heading ? `h${heading}` : node.localName
  const attributes = kept[node.localName]
  return attributes ? [withAttributes(element(tag, inside), node, attributes)] : inside
}

function linesOf(text: string): readonly Node[] {
  return text.split('\n').flatMap((line, index) => {
    const words = document.createTextNode(line)
    return index === 0 ? [words] : [document.createElement('br'), words]
  })
}

function formulaOf(formula: HTMLElement): Node {
  const source = formula.dataset.source ?? formula.textContent
  const code = element('code', [document.createTextNode(source)])
  code.setAttribute(formulaAttribute, source)
  return formula.dataset.display === 'true' ? element('p', [code]) : code
}

function codeOf(block: HTMLElement): Node {
  const pre = block.matches('pre') ? block : block.querySelector('pre')
  const code = element('code', [document.createTextNode(pre?.textContent ?? '')])
  const language = block.querySelector('.code-language:not(.code-unnamed)')?.textContent
  if (language) code.className = `language-${language}`
  return element('pre', [code])
}

function element(tag: string, children: readonly Node[]): HTMLElement {
  const made = document.createElement(tag)
  made.append(...children)
  return made
}

function withAttributes(made: HTMLElement, from: Element, names: readonly string[]): HTMLElement {
  for (const name of names) {
    const value = from.getAttribute(name)
    if (value !== null) made.setAttribute(name, value)
  }
  if (made.localName === 'table') for (const [name, value] of tableLines) made.setAttribute(name, value)
  return made
}

/** Word processors draw lines only for a table that asks for them. */
const tableLines = [
  ['border', '1'],
  ['cellspacing', '0'],
  ['cellpadding', '4'],
] as const
