/** A formula in a text: TeX between marks. */
export interface Formula {
  readonly tex: string
  /** It stands on lines of its own. */
  readonly isDisplay: boolean
  /** Where the text behind the formula begins. */
  readonly end: number
}

export type OpeningMark = '\\(' | '\\[' | '$$' | '$'

const closingMarks: Readonly<Record<OpeningMark, string>> = { '\\(': '\\)', '\\[': '\\]', $$: '$$', $: '$' }

/** UTF-16 units between the marks of one formula. Longer ones are text. */
const maxLength = 4_000

/** The formula that begins at `position` of a text without blank lines, if one does. Takes time in proportion to it. */
export function formulaAt(source: string, position: number, limit = source.length): Formula | undefined {
  const mark = openingMark(source, position)
  if (mark === undefined) return undefined
  const start = position + mark.length
  const close = closingPlace(source, start, mark, limit)
  if (close === undefined) return undefined
  const tex = source.slice(start, close)
  const end = close + mark.length
  if (mark === '$' && (/[\s]$/.test(tex) || /[a-z\d]/i.test(source[end] ?? ''))) return undefined
  if (!isMath(tex, mark)) return undefined
  return { tex: tex.trim(), isDisplay: mark === '\\[' || mark === '$$', end }
}

/** The mark at `position` if a formula may begin with it: not inside a path or a word, and no price in front of a space. */
export function openingMark(source: string, position: number): OpeningMark | undefined {
  const before = source[position - 1] ?? ''
  const next = source[position + 1] ?? ''
  if (source[position] === '\\') {
    if (/[a-z\d:\\]/i.test(before)) return undefined
    return next === '(' ? '\\(' : next === '[' ? '\\[' : undefined
  }
  if (source[position] !== '$' || /[a-z\d$\\]/i.test(before)) return undefined
  if (next === '$') return '$$'
  return /\s/.test(next) ? undefined : '$'
}

/** Where the closing mark stands. Ends at another opening mark, so that many of them cost no more than one. */
export function closingPlace(source: string, start: number, mark: OpeningMark, limit: number): number | undefined {
  const end = Math.min(limit, start + maxLength)
  const closing = closingMarks[mark]
  for (let index = start; index < end; index++) {
    const character = source[index]
    if (character === '`' || (character === '\n' && mark === '$')) return undefined
    if (character === '$' && mark.startsWith('$')) {
      const isClosing = source.startsWith(closing, index) && index + closing.length <= limit
      return isClosing && (mark === '$$' || source[index + 1] !== '$') ? index : undefined
    }
    if (character !== '\\') continue
    const pair = source.slice(index, index + 2)
    if (pair === closing) return index + 2 <= limit ? index : undefined
    if (pair === mark) return undefined
    index++
  }
  return undefined
}

const command = /\\[a-z,;!%#&{}|]|[\^_{}]/i
const operator = /[=+<>*/|−·×÷±≤≥≠≈→∈∑∫√∞!]|[^\s-]\s*-\s*[^\s-]/u
const word = /\p{L}{2,}/u
/** In brackets that someone escaped: a number or a letter that refers to something, `x86`. */
const reference = /^\s*(?:\d+|\p{L})(?:\s*[,;–-]\s*(?:\d+|\p{L}))*\s*$|^\s*\p{L}\d{2,}\s*$/u

/** Whether this is a formula rather than a price, a path, or brackets that were escaped. */
function isMath(tex: string, mark: OpeningMark): boolean {
  if (!/[\p{L}\p{N}]/u.test(tex)) return false
  if (command.test(tex)) return true
  if (mark === '$' && /^\d/.test(tex) && word.test(tex)) return false // from a price to the next one
  if (operator.test(tex)) return true
  if (word.test(tex)) return false
  return !reference.test(tex) || (mark !== '\\[' && !/^\s*\p{L}\d{2,}\s*$/u.test(tex))
}

/** Whether a text that begins with `$` may still become a formula: it is short, and has no words but in commands. */
const mayBecomeMath = (rest: string) =>
  !rest.includes('\n') && (command.test(rest) || (rest.length <= 40 && !word.test(rest)))

interface Formulas {
  readonly spans: readonly { readonly start: number; readonly end: number }[]
  /** Where a formula begins that is not complete yet. */
  readonly open: number | undefined
}

/** The formulas of a text that is still being written. Code holds none. */
export function formulasIn(text: string): Formulas {
  const spans: { start: number; end: number }[] = []
  let position = 0
  while (position < text.length) {
    const character = text[position]
    if (character === '`') {
      const [run = ''] = /^`+/.exec(text.slice(position)) ?? []
      const closing = new RegExp(`(?<!\`)\`{${run.length}}(?!\`)`, 'g')
      closing.lastIndex = position + run.length
      if (!closing.test(text)) break
      position = closing.lastIndex
      continue
    }
    const formula = formulaAt(text, position)
    if (formula) {
      spans.push({ start: position, end: formula.end })
      position = formula.end
      continue
    }
    const mark = openingMark(text, position)
    if (mark && isOpen(text, position, mark)) return { spans, open: position }
    position += character === '\\' ? 2 : 1
  }
  return { spans, open: undefined }
}

function isOpen(text: string, position: number, mark: OpeningMark): boolean {
  const rest = text.slice(position + mark.length)
  if (rest.length > maxLength || rest.includes('`')) return false
  if (mark === '$') return !rest.includes('$') && mayBecomeMath(rest)
  // The first half of a closing mark belongs to it.
  return !rest
    .replace(/\$$/, '')
    .replace(/\\[^()[\]]/g, '')
    .match(mark === '$$' ? /\$/ : /\\[()[\]]/)
}
