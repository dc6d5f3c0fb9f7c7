import type { Line } from './lines.js'
import type { Heading } from './outline.js'

/** The text of a page as Markdown: paragraphs and headings, with a blank line between them. */
export function toMarkdown(lines: readonly Line[], headings: readonly Heading[], hasOutline: boolean): string {
  const body = bodySize(lines)
  const leading = commonLeading(lines)
  const titles = headings.map(({ title, level }) => ({ key: keyOf(title), level }))
  const levelOf = (line: Line) => (hasOutline ? levelInOutline(line, titles) : levelBySize(line, body))
  const blocks: { level: number; lines: Line[] }[] = []
  for (const line of lines) {
    const level = levelOf(line)
    const block = blocks.at(-1)
    const last = block?.lines.at(-1)
    if (block && last && block.level === level && isSameBlock(last, line, leading)) block.lines.push(line)
    else blocks.push({ level, lines: [line] })
  }
  return blocks
    .map((block) => (block.level > 0 ? `${'#'.repeat(block.level)} ${joinHeading(block.lines)}` : join(block.lines)))
    .join('\n\n')
}

const joinHeading = (lines: readonly Line[]) => lines.map(({ text }) => text).join(' ')

/** The size of most of the page's characters. */
function bodySize(lines: readonly Line[]): number {
  return mostCommon(lines.map(({ size, text }) => [Math.round(size * 2) / 2, text.length]))
}

/** The distance of most lines of a paragraph from each other. */
function commonLeading(lines: readonly Line[]): number {
  const distances = lines.flatMap((line, index): [number, number][] => {
    const distance = (lines[index - 1]?.y ?? line.y) - line.y
    return distance > line.size * 0.5 && distance < line.size * 3 ? [[Math.round(distance * 2) / 2, 1]] : []
  })
  return mostCommon(distances)
}

function mostCommon(counted: readonly (readonly [number, number])[]): number {
  const counts = new Map<number, number>()
  for (const [value, count] of counted) counts.set(value, (counts.get(value) ?? 0) + count)
  let best = 0
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value
  return best
}

function isSameBlock(last: Line, line: Line, leading: number): boolean {
  const distance = last.y - line.y
  if (Math.abs(last.size - line.size) > line.size * 0.15) return false
  // A column begins further up, and a cell of a table stands beside its neighbour.
  if (distance < -line.size * 0.5) return false
  return distance <= Math.max(leading, line.size) * 1.25
}

/** Joins the lines of a paragraph. A line that ends early, although a word more would have fitted, keeps its end. */
function join(lines: readonly Line[]): string {
  const right = Math.max(...lines.map((line) => line.right))
  return lines.reduce((text, line, index) => {
    const last = lines[index - 1]
    if (!last) return line.text
    if (isWide.test(last.text.slice(-1)) && isWide.test(line.text.charAt(0))) return `${text}\n${line.text}`
    if (endsInHyphen.test(last.text)) return (/^\p{Ll}/u.test(line.text) ? text.slice(0, -1) : text) + line.text
    if (last.isRow || line.isRow || isContents.test(last.text)) return `${text}\n${line.text}`
    const word = /^\S*/.exec(line.text)?.[0].length ?? 0
    const wordWidth = ((line.right - line.left) * (word + 1)) / line.text.length
    return `${text}${last.right + wordWidth < right ? '\n' : ' '}${line.text}`
  }, '')
}

/** Han, kana and their punctuation are written without spaces: a space at the end of a line would be a mistake. */
const isWide = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]$/u
/** "Scope . . . . . 3" */
const isContents = /(?:[.…·] ?){3,}\s*[\p{L}\p{N}]{1,8}$/u
const endsInHyphen = /\p{L}[-\u2010]$/u

const keyOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const maxNumberingLength = 12

/** The level of the outline's entry that `line` prints, perhaps after a number; 0 for other lines. */
function levelInOutline({ text }: Line, titles: readonly { key: string; level: number }[]): number {
  if (titles.length === 0) return 0
  const key = keyOf(text)
  const title = titles.find((each) => {
    const added = key.length - each.key.length
    return each.key !== '' && added >= 0 && added <= maxNumberingLength && key.endsWith(each.key)
  })
  return title?.level ?? 0
}

const sizes = [1.6, 1.35, 1.2]
const maxHeadingLength = 200

/** In a file without an outline, a heading is a short line in larger letters than most. */
function levelBySize({ text, size }: Line, body: number): number {
  if (text.length > maxHeadingLength || !/\p{L}/u.test(text)) return 0
  return sizes.findIndex((factor) => size >= body * factor) + 1
}
