import { sentenceEnds } from './sentences.js'

/** How a text marks its headings and code. */
export type Syntax = 'plain' | 'markdown'

/** A paragraph with the headings in front of it, cut into passages. Lengths are characters throughout. */
export type Paragraph = readonly string[]

const targetPassageLength = 500
/** A slightly longer paragraph stays whole, so that no tiny passage is left. */
const maxUncutLength = 600
const maxHeadingsLength = 300
const minBlockLength = 200

/**
 * Splits `text` into paragraphs at blank lines, and in Markdown also at headings. In a large text short paragraphs share
 * a passage, so that a list of millions of lines does not become millions of passages.
 */
export function toParagraphs(text: string, syntax: Syntax, isLarge = false): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let headings = ''
  const add = (block: string) => {
    const [first = '', ...rest] = cutPassages(block)
    paragraphs.push([headings ? `${headings}\n${first}` : first, ...rest])
    headings = ''
  }
  eachBlock(text, syntax, isLarge, (block, isHeading) => {
    if (!isHeading) add(block)
    else if (block.length + headings.length <= maxHeadingsLength) headings = headings ? `${headings}\n${block}` : block
    else add(block)
  })
  if (headings) paragraphs.push([headings])
  return paragraphs
}

function eachBlock(
  text: string,
  syntax: Syntax,
  isLarge: boolean,
  onBlock: (block: string, isHeading: boolean) => void,
): void {
  const isMarkdown = syntax === 'markdown'
  let start = -1
  let end = -1
  let fence = ''
  const endBlock = () => {
    if (start < 0) return
    const block = text.slice(start, end).trimEnd()
    start = -1
    onBlock(block, isMarkdown && !fence && isHeading(block))
  }
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline
    const line = text.slice(from, to)
    const isBlank = line.trim() === ''
    const isMark = isMarkdown && !fence && isHeadingLine(line)
    const isShort = isLarge && end - start < minBlockLength
    if (isMark || (isBlank && !isShort)) endBlock()
    if (!isBlank) {
      if (start < 0) start = from
      end = to
      if (isMark) endBlock()
      else if (isMarkdown) fence = fenceAfter(line, fence)
    }
    from = to + 1
  }
  endBlock()
}

const isHeadingLine = (line: string) => line.length <= maxHeadingsLength && /^ {0,3}#{1,6}(?:\s|$)/.test(line)

const isHeading = (block: string) =>
  isHeadingLine(block) && !block.includes('\n') ? true : /^[^\n]{1,200}\n {0,3}(?:={2,200}|-{2,200})$/.test(block)

/** The opening fence of the code block after `line`; empty outside of code. */
function fenceAfter(line: string, fence: string): string {
  const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line.slice(0, 40))?.[1]
  if (!mark) return fence
  if (!fence) return mark
  return mark.startsWith(fence) ? '' : fence
}

/** Cuts into pieces of about 500 characters at sentence ends; only white space between them is dropped. */
export function cutPassages(paragraph: string): string[] {
  if (paragraph.length <= maxUncutLength) return [paragraph]
  const pieces: string[] = []
  let start = 0
  const put = (end: number) => {
    const piece = paragraph.slice(start, end).trim()
    if (piece) pieces.push(piece)
    start = end
  }
  let last = 0
  for (const end of sentenceEnds(paragraph)) {
    if (end - start > maxUncutLength && last > start) put(last)
    while (end - start > maxUncutLength) put(wordEnd(paragraph, start + targetPassageLength, start))
    last = end
    if (end - start >= targetPassageLength) put(end)
  }
  put(paragraph.length)
  return pieces
}

/** The last line end before `at`, else the last white space near it, else `at`; never inside a character. */
function wordEnd(text: string, at: number, start: number): number {
  const newline = text.slice(start, at).lastIndexOf('\n')
  if (newline > targetPassageLength / 2) return start + newline
  for (let index = at; index > start + targetPassageLength / 2; index--) {
    if (/\s/.test(text.charAt(index))) return index
  }
  let index = at
  while (index > start + targetPassageLength / 2 && /\p{M}|\u200d/u.test(text.charAt(index))) index--
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index
}
