/** Reasoning split into sections. Each is parsed as Markdown by itself, so that a batch only parses the last one. */
export interface Sections {
  readonly text: string
  /** Joined, the sections are the text. All but the last stay the same while the text grows. */
  readonly sections: readonly string[]
}

export const noSections: Sections = { text: '', sections: [] }

const minSectionCharacters = 3_000
const maxLineCharacters = 2 * minSectionCharacters
const fence = /^ {0,3}(`{3,}|~{3,})(.*)/

/** Splits `text`. Reuses the sections of `previous` if `text` starts with its text. */
export function readSections(previous: Sections, text: string): Sections {
  if (text === previous.text) return previous
  const sections = text.startsWith(previous.text) ? previous.sections.slice(0, -1) : []
  let start = sections.reduce((sum, section) => sum + section.length, 0)
  for (let end = endOfSection(text, start); end < text.length; end = endOfSection(text, start)) {
    sections.push(text.slice(start, end))
    start = end
  }
  return { text, sections: [...sections, text.slice(start)] }
}

/**
 * Returns the end of the section that begins at `start`: a line end outside code, tables and list items, or a space in a
 * very long line. Returns the end of the text while the section is open. More text never moves the end of a section.
 */
function endOfSection(text: string, start: number): number {
  let opened: string | undefined
  for (let line = start; line < text.length; ) {
    const lineEnd = text.indexOf('\n', line)
    if (lineEnd < 0) return opened === undefined ? endInLine(text, start, line, text.length) : text.length
    const [, mark, after = ''] = fence.exec(text.slice(line, Math.min(lineEnd, line + 80))) ?? []
    if (opened === undefined) {
      const inLine = endInLine(text, start, line, lineEnd)
      if (inLine < lineEnd) return inLine
      opened = mark
    } else if (mark?.startsWith(opened) && after.trim() === '') opened = undefined
    line = lineEnd + 1
    const next = text[line]
    if (opened === undefined && line - start >= minSectionCharacters && next !== undefined && !' \t|'.includes(next))
      return line
  }
  return text.length
}

/** Returns the offset after the first space beyond the longest section; the line end if there is none. */
function endInLine(text: string, start: number, line: number, lineEnd: number): number {
  const space = text.indexOf(' ', Math.max(line, start + maxLineCharacters))
  return space < 0 || space + 1 >= lineEnd ? lineEnd : space + 1
}
