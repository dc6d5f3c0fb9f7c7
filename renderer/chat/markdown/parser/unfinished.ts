import type { Token } from 'markdown-it'

/**
 * Returns the source of a block that is still being written as it probably becomes, so that nothing is shown that the next
 * characters take back: a mark whose meaning is open is left out, the head of a table and a half link are completed.
 */
export function unfinishedSource(source: string, tokens: readonly Token[]): string {
  const leaf = lastLeaf(tokens)
  if (leaf === 'html' || leaf === 'table head') return source
  const { before, line } = lastLine(source)
  if (leaf === 'code') return /^[>\s]*(`+|~+)$/.test(line) ? before : source
  if (line.trim() === '') return leaf === 'paragraph' ? withDelimiterRow(before, source) : source
  if (isDelimiterRow.test(line) && leaf !== 'table row') return withDelimiterRow(before, before)
  if (onlyMarks.test(line)) return leaf === 'paragraph' ? withDelimiterRow(before, before) : before
  const whole = withoutHalves(source)
  return leaf === 'paragraph' ? withDelimiterRow(whole, whole) : whole
}

function lastLine(source: string): { before: string; line: string } {
  const start = source.lastIndexOf('\n') + 1
  return { before: source.slice(0, Math.max(0, start - 1)), line: source.slice(start) }
}

/** Quotes and list items that a line begins with. */
const containers = String.raw`(?:[>\s]|[*+-]\s|\d{1,9}[.)]\s)*`

/** A line whose marks are not followed by text yet: of a list, heading, quote, rule, fence, underlined heading, emphasis. */
const onlyMarks = new RegExp(String.raw`^${containers}(?:[*+\-_=#\x60~|:!]*|\d{1,9}[.)]?|\[[ xX]?\]?)\s*$`)
const isDelimiterRow = new RegExp(String.raw`^${containers}[|:-][|:\-\s]*$`)
const tableHead = new RegExp(String.raw`^${containers}\|[\s\S]*\S`)

/** `source` as a table if its last line can be the head of one; else `other`. */
function withDelimiterRow(source: string, other: string): string {
  const { line } = lastLine(source)
  return tableHead.test(line) ? `${source}\n${delimiterRow(line)}` : other
}

/** The row below a table's head, with as many cells, in the same quotes and lists. */
function delimiterRow(head: string): string {
  const indent = head.slice(0, head.indexOf('|')).replace(/[^>\s]/g, ' ')
  const cells = head
    .slice(indent.length)
    .replace(/\\\|/g, '')
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
  return `${indent}|${'-|'.repeat(cells.length)}`
}

function lastLeaf(tokens: readonly Token[]): 'code' | 'html' | 'table head' | 'table row' | 'paragraph' | 'other' {
  for (let index = tokens.length - 1; index >= 0; index--) {
    const token = tokens[index]
    if (token?.nesting !== 0) continue
    if (token.type === 'fence' || token.type === 'code_block') return 'code'
    if (token.type === 'html_block') return 'html'
    if (token.type !== 'inline') return 'other'
    const holder = tokens[index + 1]?.type
    if (holder === 'paragraph_close') return 'paragraph'
    if (holder === 'th_close') return 'table head'
    return holder === 'td_close' ? 'table row' : 'other'
  }
  return 'other'
}

const maxHalf = 2_000
const halfLink = /(?<=^|[\s(*_~"'“«>|])(!?)\[([^[\]\n]*)(?:\](?:\((?:[^()\n]|\([^()\n]*\)?)*)?)?$/
const halfTag = /<\/?(?:br? ?\/?|su?[bp]?|kb?d?)?$/i
const halfNote = /\[\^[^\]\s[]*$/
const openTag = /<(sub|sup|kbd)>(?![\s\S]*<\/\1>)([\s\S]*)$/i

/** Without a tag or footnote that has begun, and with a link that has begun as a link to nowhere, which shows its words. */
function withoutHalves(source: string): string {
  const from = Math.max(source.lastIndexOf('\n') + 1, source.length - maxHalf)
  const end = source.slice(from)
  const half = halfTag.exec(end) ?? halfNote.exec(end)
  const tag = openTag.exec(end)
  const link = halfLink.exec(end)
  const isText = (match: RegExpExecArray | null): match is RegExpExecArray =>
    match !== null && !isInCode(end, match.index)
  if (isText(half)) return source.slice(0, from + half.index)
  if (isText(link)) {
    const [, image = '', words = ''] = link
    const before = source.slice(0, from + link.index)
    return words === '' ? before : `${before}${image}[${words}]()`
  }
  if (isText(tag)) return tag[2] === '' ? source.slice(0, from + tag.index) : `${source}</${tag[1]}>`
  return source
}

const isInCode = (text: string, position: number) => (text.slice(0, position).match(/`/g)?.length ?? 0) % 2 === 1
