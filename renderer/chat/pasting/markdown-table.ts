/** The texts of a table's cells, row by row; every row has the same number of cells. */
export type TableRows = readonly (readonly string[])[]

/** Writes a table in Markdown. Its first row is the head, because Markdown has no table without one. */
export function markdownTable(rows: TableRows): string {
  const lines = rows.map((cells) => `| ${cells.map(asCell).join(' | ')} |`)
  const rule = `| ${(rows[0] ?? []).map(() => '---').join(' | ')} |`
  return lines.toSpliced(1, 0, rule).join('\n')
}

/** A cell is one line: its own lines are separated with `<br>`, which models and Parley read as such. */
const asCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', '<br>')

/** After so many tables that are not in a text, it is not the text of the same selection: each of them costs a search. */
const maxMissing = 16

/**
 * Replaces tables in the plain text of the same selection with Markdown. The texts of the cells stand there one after
 * another, with white space between them that depends on the program. A table that isn't found stays as it is. Takes time
 * in proportion to the text and the tables.
 */
export function placeTables(text: string, tables: readonly TableRows[]): string {
  const ink = text.replace(/\s+/g, '')
  const offsets = [...text.matchAll(/\S/g)].map(({ index }) => index)
  const blocks: string[] = []
  let end = 0
  let inkEnd = 0
  let missing = 0
  for (const rows of tables) {
    const wanted = rows.flat().join('').replace(/\s+/g, '')
    const start = wanted === '' ? -1 : indexOf(ink, wanted, inkEnd)
    if (start < 0 && ++missing > maxMissing) break
    if (start < 0) continue
    inkEnd = start + wanted.length
    blocks.push(text.slice(end, offsets[start]), markdownTable(rows))
    end = (offsets[inkEnd - 1] ?? 0) + 1
  }
  if (end === 0) return text
  return [...blocks, text.slice(end)]
    .map((block) => block.replace(/^\s*\n/, '').trimEnd())
    .filter((block) => block !== '')
    .join('\n\n')
}

/** Finds `wanted` as String.indexOf does, which is quadratic for repetitions. The algorithm of Knuth, Morris and Pratt. */
function indexOf(text: string, wanted: string, from: number): number {
  if (wanted.length > text.length - from) return -1
  /** By the number of characters that match: how many still match after a step that skips no place. */
  const shorter = new Int32Array(wanted.length + 1)
  let count = 0
  const extend = (character: string | undefined) => {
    while (count > 0 && wanted[count] !== character) count = shorter[count] ?? 0
    if (wanted[count] === character) count++
  }
  for (let length = 2; length <= wanted.length; length++) {
    extend(wanted[length - 1])
    shorter[length] = count
  }
  count = 0
  for (let index = from; index < text.length; index++) {
    extend(text[index])
    if (count === wanted.length) return index + 1 - count
  }
  return -1
}

/** Puts blank lines between a table and the words around it, also those that will be typed after it. */
export function withRoom(text: string, before: string, after: string): string {
  if (!text.startsWith('|') || !text.endsWith('|')) return text
  const top = before === '' ? '' : '\n'.repeat(2 - lineBreaks(/\n*$/, before))
  return `${top}${text}${'\n'.repeat(2 - lineBreaks(/^\n*/, after))}`
}

/** At most two. */
const lineBreaks = (where: RegExp, text: string) => Math.min(2, where.exec(text)?.[0].length ?? 0)
