import type { StateBlock, StateInline } from 'markdown-it'
import { inlineTags } from './nodes.js'

const attribute = String.raw`\s+[a-zA-Z_:][\w:.-]*(?:\s*=\s*(?:[^"'=<>\x60\s]+|'[^']*'|"[^"]*"))?`
const openTag = String.raw`<[a-zA-Z][a-zA-Z\d-]*(?:${attribute})*\s*/?>`
const closeTag = String.raw`</[a-zA-Z][a-zA-Z\d-]*\s*>`

/** The elements whose tags begin a block of HTML, by CommonMark 0.31 (§4.6, kind 6). */
const blockElements =
  'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt ' +
  'fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link ' +
  'main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead ' +
  'title tr track ul'

/** What begins a block of HTML, and what ends it before the next blank line. */
const blockKinds = [
  { start: /^<(?:script|pre|style|textarea)(?=\s|>|$)/i, end: /<\/(?:script|pre|style|textarea)>/i },
  { start: /^<!--/, end: /-->/ },
  { start: /^<\?/, end: /\?>/ },
  { start: /^<![a-z]/i, end: />/ },
  { start: /^<!\[CDATA\[/, end: /\]\]>/ },
  { start: new RegExp(String.raw`^</?(?:${blockElements.replaceAll(' ', '|')})(?=\s|/?>|$)`, 'i'), end: undefined },
] as const
const loneTag = new RegExp(`^(?:${openTag}|${closeTag})[ \\t]*$`)

/**
 * A block of HTML, which is shown as text. Unlike in CommonMark every kind ends at a blank line: a model that forgets to
 * close a tag would otherwise flatten the rest of its reply.
 */
export function htmlBlock(state: StateBlock, startLine: number, endLine: number, isSilent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)
  if (state.src[start] !== '<') return false
  const line = lineOf(state, startLine)
  const kind = blockKinds.find(({ start: opening }) => opening.test(line))
  // A lone tag of another element can't end a paragraph, and one that is drawn as its element is no block.
  const isBlock = kind !== undefined || (!isSilent && loneTag.test(line) && !drawnTag(line, 0))
  if (!isBlock || isSilent) return isBlock
  let next = startLine
  do next++
  while (
    next < endLine &&
    !state.isEmpty(next) &&
    (state.sCount[next] ?? 0) >= state.blkIndent &&
    !kind?.end?.test(lineOf(state, next - 1))
  )
  state.line = next
  const token = state.push('html_block', '', 0)
  token.map = [startLine, next]
  token.content = state.getLines(startLine, next, state.blkIndent, false)
  return true
}

const lineOf = (state: StateBlock, line: number) =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])

const drawn = new RegExp(`<(?:/?br ?/?|(/?)(${inlineTags.join('|')}))>`, 'iy')

/** The tag at `position` if it is drawn as its element: a line break, or one of `inlineTags`. */
function drawnTag(source: string, position: number): { text: string; name: string; isClose: boolean } | undefined {
  drawn.lastIndex = position
  const match = drawn.exec(source)
  return match ? { text: match[0], name: match[2]?.toLowerCase() ?? 'br', isClose: match[1] === '/' } : undefined
}

const anyTag = new RegExp(`${openTag}|${closeTag}`, 'y')
const closedBy = { '<!--': '-->', '<?': '?>', '<![CDATA[': ']]>', '<!': '>' } as const

/** A tag within text. Some become their elements; any other stays as it was written, and its inside is no Markdown. */
export function htmlInline(state: StateInline, isSilent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false
  const tag = drawnTag(state.src, state.pos)
  if (tag) {
    if (!isSilent) pushTag(state, tag)
    state.pos += tag.text.length
    return true
  }
  const end = endOfTag(state)
  if (end === undefined || end > state.posMax) return false
  if (!isSilent) state.push('html_inline', '', 0).content = state.src.slice(state.pos, end)
  state.pos = end
  return true
}

function endOfTag(state: StateInline): number | undefined {
  const { src, pos } = state
  anyTag.lastIndex = pos
  if (anyTag.test(src)) return anyTag.lastIndex
  const opening = (Object.keys(closedBy) as (keyof typeof closedBy)[]).find((start) => src.startsWith(start, pos))
  // Searched for once in a block: a thousand that never end would be searched for a thousand times.
  if (opening === undefined || state.skipHtmlSpecial) return undefined
  if (opening === '<!' && !/[a-z]/i.test(src[pos + 2] ?? '')) return undefined
  const empty = /<!---?>/y
  empty.lastIndex = pos
  if (empty.test(src)) return empty.lastIndex
  const end = src.indexOf(closedBy[opening], pos + opening.length)
  if (end < 0) state.skipHtmlSpecial = true
  return end < 0 ? undefined : end + closedBy[opening].length
}

function pushTag(state: StateInline, tag: { text: string; name: string; isClose: boolean }): void {
  if (tag.name === 'br') {
    state.push('hardbreak', 'br', 0)
    return
  }
  const token = state.push(tag.isClose ? 'tag_close' : 'tag_open', tag.name, 0)
  token.content = tag.text
}
