/** A line of text on a page. Lengths are points, and `y`, the height of the baseline, counts from the bottom. */
export interface Line {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly y: number
  /** The font's size. */
  readonly size: number
  /** A row of a table, with which no other line is joined. */
  readonly isRow?: boolean
}

/** As pdf.js gives it. `transform` ends with the left end of the baseline. */
export interface TextItem {
  readonly str: string
  readonly transform: readonly number[]
  readonly width: number
  readonly height: number
  readonly hasEOL: boolean
  /** Present when the text may not be seen: it paints nothing, or white. build/pdfjs-text-paint.mjs adds it to pdf.js. */
  readonly paint?: 'none' | 'white'
}

/** Joins the items of a page, in the order in which the page draws them, to lines. */
export function toLines(items: readonly TextItem[]): Line[] {
  const lines: Line[] = []
  let current: TextItem[] = []
  const end = () => {
    const line = toLine(current)
    if (line) lines.push(line)
    current = []
  }
  for (const item of items) {
    current.push(item)
    if (item.hasEOL) end()
  }
  end()
  return lines
}

function toLine(items: readonly TextItem[]): Line | undefined {
  const text = items
    .map(({ str }) => str)
    .join('')
    .trim()
  if (!text) return undefined
  const visible = items.filter(({ str }) => str.trim())
  const lefts = visible.map(({ transform }) => transform[4] ?? 0)
  return {
    text,
    left: Math.min(...lefts),
    right: Math.max(...visible.map(({ width }, index) => (lefts[index] ?? 0) + width)),
    y: visible[0]?.transform[5] ?? 0,
    size: Math.max(...visible.map(({ height }) => height)),
  }
}
