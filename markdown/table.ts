import MarkdownIt, { type StateBlock } from 'markdown-it'
import { countStep } from './environment.js'

/** The rule of markdown-it for tables: the first of the rules where no others are enabled. */
const [gfmTable] = new MarkdownIt('zero').enable('table').block.ruler.getRules('')

/** A table of GFM, whose rows keep the cells that they have beyond the head: GFM drops them, and the words in them. */
export function table(state: StateBlock, startLine: number, endLine: number, isSilent: boolean): boolean {
  const start = state.tokens.length
  if (!gfmTable?.(state, startLine, endLine, isSilent)) return false
  const tokens = state.tokens.splice(start)
  const columnCount = tokens.filter(({ type }) => type === 'th_open').length
  let line: number | undefined
  for (const token of tokens) {
    if (token.type === 'tr_open') line = token.map?.[0]
    if (token.type === 'tr_close' && line !== undefined) pushCells(state, cellsOf(state, line).slice(columnCount))
    state.tokens.push(token)
  }
  return true
}

function pushCells(state: StateBlock, cells: readonly string[]): void {
  const count = cells.findLastIndex((cell) => cell !== '') + 1
  for (const cell of cells.slice(0, count)) {
    countStep(state.env)
    state.push('td_open', 'td', 1)
    state.push('inline', '', 0).content = cell
    state.push('td_close', 'td', -1)
  }
}

/** The cells of a row, split as markdown-it does. */
function cellsOf(state: StateBlock, line: number): readonly string[] {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)
  const source = state.src.slice(start, state.eMarks[line]).trim()
  const cells = source.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim())
  return source.startsWith('|') ? cells.slice(1) : cells
}
