import { formulasIn } from './formula.js'

/** Inline content that is still being written, as it probably becomes. A formula is shown when it is complete. */
export function completeInline(text: string): string {
  const { spans, open } = formulasIn(text)
  if (spans.length === 0) return completeMarks(text.slice(0, open))
  const formulas = spans.map(({ start, end }) => text.slice(start, end))
  let masked = ''
  let done = 0
  for (const { start, end } of spans) {
    masked += text.slice(done, start) + mask
    done = end
  }
  let next = 0
  return completeMarks(masked + text.slice(done, open)).replaceAll(mask, () => formulas[next++] ?? '')
}

/** Stands for a formula while marks are completed. A noncharacter, which no text holds. */
const mask = '\ufdd0'

function completeMarks(text: string): string {
  const whole = withoutHalf(text)
  const link = halfLink.exec(whole)
  if (link && !isInCode(whole, link.index)) {
    const [half, image = '', words = ''] = link
    const before = whole.slice(0, whole.length - half.length)
    // A link to nowhere shows its words.
    return words === '' ? withClosedMarks(before) : withClosedMarks(`${before}${image}[${withClosedMarks(words)}]()`)
  }
  const tag = openTag.exec(whole)
  if (tag && !isInCode(whole, tag.index)) {
    return tag[2] === '' ? withClosedMarks(whole.slice(0, tag.index)) : `${withClosedMarks(whole)}</${tag[1]}>`
  }
  return withClosedMarks(whole)
}

/** Only the last bracket in the address may be open: if each could be, the search would double with each of them. */
const halfLink = /(?<=^|[\s(*_~"'“«>|])(!?)\[(?!\^)([^[\]\n]*)(?:\](?:\((?:[^()\n]|\([^()\n]*\))*(?:\([^)\n]*)?)?)?$/
const openTag = /<(sub|sup|kbd)>(?![\s\S]*<\/\1>)([\s\S]*)$/i
const halves = [
  /<\/?(?:br? ?\/?|su?[bp]?|kb?d?)?$/i, // a tag
  /\[(?:\^[^\]\s[]*)?$/, // the mark of a footnote
  /&(?:#x?[\da-f]{0,6}|[a-z]{0,8})$/i, // a character reference
]

/** Without what has begun at the end and would show its marks until it is complete. */
function withoutHalf(text: string): string {
  // A backslash, whose meaning the next character decides.
  if (text.endsWith('\\')) return text.slice(0, -1)
  for (const half of halves) {
    const match = half.exec(text)
    if (match && !isInCode(text, match.index)) return text.slice(0, match.index)
  }
  return text
}

const isInCode = (text: string, position: number) => (text.slice(0, position).match(/`/g)?.length ?? 0) % 2 === 1

/** Closes code, emphasis and strikethrough that are open at the end, and leaves out a mark that ends the text. */
function withClosedMarks(text: string): string {
  const open: string[] = []
  const closed = (content: string) => (open.length === 0 ? content : content.trimEnd() + open.reverse().join(''))
  let position = 0
  for (const { 0: run, index } of text.matchAll(/\\[\s\S]|`+|\*+|_+|~{1,2}/g)) {
    const end = index + run.length
    const isLast = end === text.length
    if (index < position || run.startsWith('\\') || (run === '~' && !isLast)) continue
    if (run.startsWith('`')) {
      const closing = new RegExp(`(?<!\`)\`{${run.length}}(?!\`)`, 'g')
      closing.lastIndex = end
      if (closing.test(text)) {
        position = closing.lastIndex
        continue
      }
      if (isLast) return closed(text.slice(0, index))
      open.push(run)
      return closed(text.replace(/`+$/, ''))
    }
    const last = open[open.length - 1]
    if (last?.[0] === run[0] && /\S/.test(text[index - 1] ?? ' ')) {
      if (isLast && run.length < (last?.length ?? 0)) return closed(text.slice(0, index))
      open.pop()
      if (last && run.length < last.length) open.push(last.slice(run.length))
    } else if (isLast) return closed(text.slice(0, index))
    else if (/\S/.test(text[end] ?? ' ') && !/[a-z\d]/i.test(text[index - 1] ?? ' ')) open.push(run)
  }
  return closed(text)
}
