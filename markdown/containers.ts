import type { StateBlock, StateInline } from 'markdown-it'
import type { Environment } from './environment.js'

/** Quotes, lists, their items and footnotes in each other. Deeper text stays text: each level costs the parser and React. */
const maxDepth = 32

/** Reads what stands too deep as a paragraph. Runs before the rules that would go deeper. */
export function tooDeep(state: StateBlock, startLine: number, endLine: number, isSilent: boolean): boolean {
  if (state.level < maxDepth || isSilent) return false
  const ends = state.md.block.ruler.getRules('paragraph')
  const isInside = (line: number) => (state.sCount[line] ?? 0) >= state.blkIndent || (state.sCount[line] ?? 0) < 0
  let line = startLine + 1
  while (line < endLine && !state.isEmpty(line)) {
    if (!isInside(line) && ends.some((rule) => rule(state, line, endLine, true))) break
    line++
  }
  state.line = line
  const map: [number, number] = [startLine, line]
  state.push('paragraph_open', 'p', 1).map = map
  const content = state.push('inline', '', 0)
  content.content = state.getLines(startLine, line, state.blkIndent, false).trim()
  content.map = map
  content.children = []
  state.push('paragraph_close', 'p', -1)
  return true
}

const definition = /\[\^([^\]\s[]{1,200})\]:/y

/** The definition of a footnote: `[^label]: text`, continued by lines that are indented by four columns. */
export function noteDefinition(state: StateBlock, startLine: number, endLine: number, isSilent: boolean): boolean {
  const indent = state.sCount[startLine] ?? 0
  if (indent - state.blkIndent >= 4) return false
  const lineStart = state.bMarks[startLine] ?? 0
  const lineShift = state.tShift[startLine] ?? 0
  definition.lastIndex = lineStart + lineShift
  const label = definition.exec(state.src)?.[1]
  if (label === undefined) return false
  if (isSilent) return true
  const { blkIndent, parentType, tight } = state
  const { notes } = state.env as Environment
  notes.add(label)
  const open = state.push('note_open', '', 1)
  open.meta = { label }
  // Then the text behind the colon begins a block that is indented by four columns, as the lines after it.
  state.blkIndent = blkIndent + 4
  state.bMarks[startLine] = state.skipSpaces(definition.lastIndex)
  state.tShift[startLine] = 0
  state.sCount[startLine] = state.blkIndent
  state.parentType = 'footnote'
  state.md.block.tokenize(state, startLine, endLine)
  state.blkIndent = blkIndent
  state.bMarks[startLine] = lineStart
  state.tShift[startLine] = lineShift
  state.sCount[startLine] = indent
  state.parentType = parentType
  state.tight = tight
  open.map = [startLine, state.line]
  state.push('note_close', '', -1)
  return true
}

const note = /\[\^([^\]\s[]{1,200})\]/y

/** A reference to a footnote: `[^label]`. */
export function noteReference(state: StateInline, isSilent: boolean): boolean {
  note.lastIndex = state.pos
  const label = note.exec(state.src)?.[1]
  if (label === undefined || note.lastIndex > state.posMax) return false
  if (!(state.env as Environment).hasNote(label)) return false
  if (!isSilent) state.push('note_reference', '', 0).meta = { label }
  state.pos = note.lastIndex
  return true
}
