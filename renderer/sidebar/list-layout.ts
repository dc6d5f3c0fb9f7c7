export interface Section<Row> {
  /** Shown above the rows, unless it is empty. */
  readonly label: string
  readonly rows: readonly Row[]
}

/** Heights in CSS pixels. */
export interface RowSizes {
  readonly row: number
  readonly heading: number
  /** Between two sections. */
  readonly gap: number
}

export interface PlacedSection<Row> extends Section<Row> {
  /** The place of the first row, in pixels from the top of the list. */
  readonly rowsTop: number
  /** How many rows stand in the sections before. */
  readonly rowsBefore: number
}

/** Where each section stands. All rows of a list are equally high, so that only those in sight need to be drawn. */
export function placeSections<Row>(sections: readonly Section<Row>[], sizes: RowSizes): readonly PlacedSection<Row>[] {
  let top = 0
  let rowsBefore = 0
  return sections.map((section, index) => {
    const rowsTop = top + (index > 0 ? sizes.gap : 0) + (section.label === '' ? 0 : sizes.heading)
    const placed = { ...section, rowsTop, rowsBefore }
    top = rowsTop + section.rows.length * sizes.row
    rowsBefore += section.rows.length
    return placed
  })
}

/**
 * The indexes of the rows of a section to draw, in order: those between `top` and `bottom`, and those of `kept`, which are
 * indexes in the whole list.
 */
export function rowsInSight<Row>(
  { rows, rowsTop, rowsBefore }: PlacedSection<Row>,
  { row }: RowSizes,
  top: number,
  bottom: number,
  kept: readonly number[],
): readonly number[] {
  const from = Math.max(0, Math.floor((top - rowsTop) / row))
  const to = Math.min(rows.length, Math.ceil((bottom - rowsTop) / row))
  const shown = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
  const outside = kept
    .map((index) => index - rowsBefore)
    .filter((index) => index >= 0 && index < rows.length && (index < from || index >= to))
  return outside.length === 0 ? shown : [...new Set([...shown, ...outside])].sort((a, b) => a - b)
}
