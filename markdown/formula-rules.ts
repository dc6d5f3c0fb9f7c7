import type { StateBlock, StateInline } from 'markdown-it'
import { closingPlace, formulaAt, type OpeningMark, openingMark } from './formula.js'

/** A formula within a line. Runs before the rule of escapes, to which its marks and its TeX belong as well. */
export function formula(state: StateInline, isSilent: boolean): boolean {
  const found = formulaAt(state.src, state.pos, state.posMax)
  if (!found) return false
  if (!isSilent) {
    const token = state.push('formula', '', 0)
    token.content = found.tex
    token.meta = { isDisplay: found.isDisplay, source: state.src.slice(state.pos, found.end) }
  }
  state.pos = found.end
  return true
}

/**
 * A formula on lines of its own, which would be read as lists, headings or emphasis otherwise. One that is not closed before
 * a blank line is text: `isClosed` is false.
 */
export function formulaBlock(state: StateBlock, startLine: number, endLine: number, isSilent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)
  const mark = openingMark(state.src, start)
  if (mark !== '\\[' && mark !== '$$') return false
  const close = closingPlace(state.src, start + mark.length, mark, state.eMarks[endLine - 1] ?? start)
  const line = close === undefined ? undefined : lineOf(state, startLine, endLine, close)
  if (close !== undefined && line !== undefined) return closedBlock(state, { startLine, line, close, mark, isSilent })
  return openBlock(state, { startLine, endLine, start, mark, isSilent })
}

interface ClosedBlock {
  readonly startLine: number
  readonly line: number
  readonly close: number
  readonly mark: OpeningMark
  readonly isSilent: boolean
}

function closedBlock(state: StateBlock, { startLine, line, close, mark, isSilent }: ClosedBlock): boolean {
  const behind = state.src.slice(close + mark.length, state.eMarks[line])
  if (!/^\s*[.,;:]?\s*$/.test(behind)) return false
  const source = state.getLines(startLine, line + 1, state.blkIndent, false).trim()
  const found = formulaAt(source, 0)
  // On one line it may be a word in brackets that someone escaped. Several lines with these marks are a formula.
  const tex = found?.tex ?? source.slice(mark.length, source.lastIndexOf(mark === '$$' ? '$$' : '\\]')).trim()
  if (!found && (line === startLine || tex === '')) return false
  if (!isSilent) push(state, startLine, line + 1, { tex, source, isClosed: true })
  return true
}

interface OpenBlock {
  readonly startLine: number
  readonly endLine: number
  readonly start: number
  readonly mark: OpeningMark
  readonly isSilent: boolean
}

function openBlock(state: StateBlock, { startLine, endLine, start, mark, isSilent }: OpenBlock): boolean {
  const behind = state.src.slice(start + mark.length, state.eMarks[startLine])
  if (behind.trim() !== '' && !(mark === '\\[' && /^(?:\s|\\[a-z])/i.test(behind))) return false
  if (isSilent) return true
  let line = startLine + 1
  while (line < endLine && isInside(state, line)) line++
  push(state, startLine, line, {
    tex: '',
    source: state.getLines(startLine, line, state.blkIndent, false).trimEnd(),
    isClosed: false,
  })
  return true
}

/** The line of a place in the source, if no blank line and no end of a quote or list stands before it. */
function lineOf(state: StateBlock, startLine: number, endLine: number, place: number): number | undefined {
  for (let line = startLine; line < endLine; line++) {
    if (line > startLine && !isInside(state, line)) return undefined
    if (place < (state.eMarks[line] ?? 0)) return line
  }
  return undefined
}

const isInside = (state: StateBlock, line: number) =>
  !state.isEmpty(line) && (state.sCount[line] ?? 0) >= state.blkIndent

function push(
  state: StateBlock,
  startLine: number,
  endLine: number,
  { tex, ...meta }: { readonly tex: string; readonly source: string; readonly isClosed: boolean },
): void {
  state.line = endLine
  const token = state.push('formula_block', '', 0)
  token.content = tex
  token.map = [startLine, endLine]
  token.meta = meta
}
