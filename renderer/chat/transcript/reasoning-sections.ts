/** Thinking cut into sections that are read as Markdown one by one, so that only the last one costs anything a batch. */
export interface Sections {
  readonly text: string
  /** Joined they are the text. All but the last stay as they are, whatever comes. */
  readonly sections: readonly string[]
}

export const noSections: Sections = { text: '', sections: [] }

const long = 3_000
const tooLong = 2 * long
const fence = /^ {0,3}(`{3,}|~{3,})(.*)/

/** The sections of `text`, which as a rule begins with the text that `previous` was read from. */
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
 * Where the section that begins at `start` ends: at a line's end outside code, tables and the parts of a list; or in the
 * midst of a line that is very long. The text's end while it is open. What comes later never moves it.
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
    if (opened === undefined && line - start >= long && next !== undefined && !' \t|'.includes(next)) return line
  }
  return text.length
}

/** After the first space behind what is too long for one section; the line's end when there is none. */
function endInLine(text: string, start: number, line: number, lineEnd: number): number {
  const space = text.indexOf(' ', Math.max(line, start + tooLong))
  return space < 0 || space + 1 >= lineEnd ? lineEnd : space + 1
}
