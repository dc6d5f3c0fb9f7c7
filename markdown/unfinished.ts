import type { Token } from 'markdown-it'
import { completeInline } from './unfinished-inline.js'

/**
 * Returns the source of a block that is still being written as it probably becomes, so that nothing is shown that the next
 * characters take back: a mark whose meaning is open is left out, the head of a table and a half link are completed.
 */
export function unfinishedSource(source: string, tokens: readonly Token[]): string {
  const leaf = lastLeaf(tokens)
  if (leaf === 'html' || leaf === 'table head' || leaf === 'formula') return source
  if (leaf === 'open formula') return withoutOpenFormula(source)
  const { before, line } = lastLine(source)
  if (line.length > maxCharacters) return leaf === 'code' ? source : withCompleteEnd(source, false)
  if (leaf === 'code') return /^[>\s]*(`+|~+)$/.test(line) ? before : source
  if (line.trim() === '') return leaf === 'paragraph' ? withDelimiterRow(before, source) : source
  if (isDelimiterRow.test(line) && leaf !== 'table row')
    return withDelimiterRow(before, before, line.includes('|') ? anyTableHead : tableHead)
  if (onlyMarks.test(line)) return leaf === 'paragraph' ? withDelimiterRow(before, before) : before
  const whole = withCompleteEnd(source, leaf === 'table row' || tableHead.test(line))
  if (onlyMarks.test(lastLine(whole).line)) return before
  return leaf === 'paragraph' ? withDelimiterRow(whole, whole) : whole
}

/** Without the formula on its own lines whose end is not there yet. */
function withoutOpenFormula(source: string): string {
  const opening = [...source.matchAll(/(?<!\\)(?:\\\[|\$\$)/g)].at(-1)?.index ?? source.length
  const { before, line } = lastLine(source.slice(0, opening))
  return onlyMarks.test(line) ? before : source.slice(0, opening)
}

/** Characters at the end of a block in which marks are completed. Longer lines and unfinished content have no such end. */
const maxCharacters = 2_000

/** The last line, or its last cell, with its inline marks completed. */
function withCompleteEnd(source: string, isRow: boolean): string {
  const lineStart = source.lastIndexOf('\n') + 1
  const cellLength = isRow
    ? (/(?<!\\)\|(?:[^|\\]|\\.)*$/s.exec(source.slice(-maxCharacters))?.[0].length ?? source.length)
    : source.length
  const start = Math.max(lineStart, source.length - cellLength, source.length - maxCharacters)
  return source.slice(0, start) + completeInline(source.slice(start))
}

function lastLine(source: string): { before: string; line: string } {
  const start = source.lastIndexOf('\n') + 1
  return { before: source.slice(0, Math.max(0, start - 1)), line: source.slice(start) }
}

/** Quotes and list items that a line begins with. */
const containers = String.raw`(?:[>\s]|[*+-]\s|\d{1,9}[.)]\s)*`

/**
 * A line whose marks are not followed by text yet: of a list, heading, quote, rule, fence, underlined heading, emphasis, task
 * or definition.
 */
const onlyMarks = new RegExp(
  String.raw`^${containers}(?:[*+\-_=#\x60~|:!]*|\d{1,9}[.)]?|\[[ xX]?\]?|\[\^?[\w.-]{0,30}(?:\]:?)?)\s*$`,
)
const isDelimiterRow = new RegExp(String.raw`^${containers}[|:-][|:\-\s]*$`)
const tableHead = new RegExp(String.raw`^${containers}\|[\s\S]*\S`)
/** Also one without a bar at its start, which only the row below it tells from a sentence. */
const anyTableHead = /(?<!\\)\|/
const leadingContainers = new RegExp(`^${containers}`)

/** `source` as a table if its last line can be the head of one; else `other`. */
function withDelimiterRow(source: string, other: string, head = tableHead): string {
  const { line } = lastLine(source)
  return line.length <= maxCharacters && head.test(line) ? `${source}\n${delimiterRow(line)}` : other
}

/** The row below a table's head, with as many cells, in the same quotes and lists. */
function delimiterRow(head: string): string {
  const indent = (leadingContainers.exec(head)?.[0] ?? '').replace(/[^>\s]/g, ' ')
  const cells = head
    .slice(indent.length)
    .replace(/\\\|/g, '')
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
  return `${indent}|${'-|'.repeat(cells.length)}`
}

type Leaf = 'code' | 'html' | 'table head' | 'table row' | 'formula' | 'open formula' | 'paragraph' | 'other'

function lastLeaf(tokens: readonly Token[]): Leaf {
  for (let index = tokens.length - 1; index >= 0; index--) {
    const token = tokens[index]
    if (token?.nesting !== 0) continue
    if (token.type === 'fence' || token.type === 'code_block') return 'code'
    if (token.type === 'html_block') return 'html'
    if (token.type === 'formula_block') return token.meta?.isClosed ? 'formula' : 'open formula'
    if (token.type !== 'inline') return 'other'
    const holder = tokens[index + 1]?.type
    if (holder === 'paragraph_close') return 'paragraph'
    if (holder === 'th_close') return 'table head'
    return holder === 'td_close' ? 'table row' : 'other'
  }
  return 'other'
}
