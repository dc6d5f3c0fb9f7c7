import type { Line } from '../pdf/lines.js'

/** What a try found on a picture. */
export interface Recognition {
  /** In the order of reading. Lengths are pixels of the picture as it was turned. */
  readonly lines: readonly Line[]
  /** 0 to 100; 0 without words. */
  readonly confidence: number
  readonly words: number
}

/** What Tesseract's GetJSONText gives, as far as it is used. Boxes are pixels, from the top left. */
export interface TesseractPage {
  readonly blocks:
    | readonly { readonly paragraphs: readonly { readonly lines: readonly TesseractLine[] }[] | null }[]
    | null
}

interface TesseractLine {
  readonly rowAttributes: { readonly rowHeight: number }
  readonly baseline: { readonly y0: number; readonly y1: number }
  readonly words: readonly {
    readonly text: string
    readonly confidence: number
    readonly bbox: { readonly x0: number; readonly x1: number }
  }[]
}

const minConfidence = 25

/** Short words of which Tesseract is not sure are stains and pieces of pictures. */
const isStain = (text: string, confidence: number) =>
  confidence < minConfidence && (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < 3

/** The lines of a page of `height` pixels. */
export function toRecognition({ blocks }: TesseractPage, height: number): Recognition {
  let sum = 0
  let letters = 0
  let words = 0
  const toLine = (line: TesseractLine): Line[] => {
    const sure = line.words.filter(({ text, confidence }) => text.trim() && !isStain(text, confidence))
    for (const { text, confidence } of line.words) {
      sum += confidence * text.length
      letters += text.length
    }
    words += sure.length
    if (sure.length === 0) return []
    return [
      {
        text: joinWords(sure.map(({ text }) => text)),
        left: Math.min(...sure.map(({ bbox }) => bbox.x0)),
        right: Math.max(...sure.map(({ bbox }) => bbox.x1)),
        y: height - (line.baseline.y0 + line.baseline.y1) / 2,
        size: line.rowAttributes.rowHeight,
      },
    ]
  }
  const columns = (blocks ?? []).map(({ paragraphs }) =>
    (paragraphs ?? []).flatMap(({ lines }) => lines.flatMap(toLine)),
  )
  const lines = joinRows(columns.filter((column) => column.length > 0))
  return { lines, confidence: letters > 0 ? sum / letters : 0, words }
}

const wideEnd = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]$/u
const wideStart = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]/u

/** Tesseract sees words also where Chinese and Japanese have none. */
const joinWords = (words: readonly string[]): string =>
  words.reduce((text, word) => (wideEnd.test(text) && wideStart.test(word) ? text + word : `${text} ${word}`))

const minRows = 3
const maxCellWords = 4

/**
 * Tesseract reads the columns of a table one after the other, like those of a newspaper. Columns of short lines that stand
 * beside each other at the same heights are rows.
 */
function joinRows(columns: readonly (readonly Line[])[]): Line[] {
  const groups: Line[][][] = []
  for (const column of columns) {
    const group = groups.at(-1)
    const first = group?.[0]
    if (group && first && isTable(first, column)) group.push([...column])
    else groups.push([[...column]])
  }
  return groups.flatMap((group) => (group.length === 1 ? group.flat() : toRows(group.flat())))
}

function isTable(first: readonly Line[], column: readonly Line[]): boolean {
  if (column.length < minRows) return false
  const isBeside = column.every(({ left }) => first.every(({ right }) => left >= right))
  if (!isBeside) return false
  const words = column.reduce((sum, { text }) => sum + text.split(' ').length, 0)
  if (words > column.length * maxCellWords) return false
  const atRows = column.filter((line) => first.some((other) => isSameRow(line, other)))
  return atRows.length >= column.length * 0.7
}

const isSameRow = (line: Line, other: Line) => Math.abs(line.y - other.y) < Math.min(line.size, other.size) / 2

function toRows(lines: readonly Line[]): Line[] {
  const rows: Line[][] = []
  for (const line of lines.toSorted((one, other) => other.y - one.y)) {
    const row = rows.at(-1)
    if (row?.[0] && isSameRow(row[0], line)) row.push(line)
    else rows.push([line])
  }
  return rows.map((row) => {
    const cells = row.toSorted((one, other) => one.left - other.left)
    return {
      text: cells.map(({ text }) => text).join(' '),
      left: Math.min(...cells.map(({ left }) => left)),
      right: Math.max(...cells.map(({ right }) => right)),
      y: cells[0]?.y ?? 0,
      size: Math.max(...cells.map(({ size }) => size)),
      isRow: true,
    }
  })
}
