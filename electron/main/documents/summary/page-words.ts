import { listOf } from '../../../../contract/list-of.js'

const maxRanges = 8

/** "page 4", "pages 3, 5 to 9, and 12", "pages 1, 3, …, and 20 more". In order. */
export function pagesInWords(pages: readonly number[]): string {
  const ranges = rangesOf(pages)
  const shown = ranges.slice(0, maxRanges)
  const more = ranges.slice(maxRanges).reduce((sum, { first, last }) => sum + last - first + 1, 0)
  const words = [...shown.map(rangeInWords), ...(more > 0 ? [`${number(more)} more`] : [])]
  return `${pages.length === 1 ? 'page' : 'pages'} ${listOf(words)}`
}

interface Range {
  readonly first: number
  readonly last: number
}

const number = (value: number) => value.toLocaleString('en')

const rangeInWords = ({ first, last }: Range) =>
  first === last ? number(first) : `${number(first)} to ${number(last)}`

/** Two pages are no range. */
function rangesOf(pages: readonly number[]): readonly Range[] {
  const ranges: { first: number; last: number }[] = []
  for (const page of pages) {
    const last = ranges.at(-1)
    if (last?.last === page - 1) last.last = page
    else ranges.push({ first: page, last: page })
  }
  return ranges.flatMap(({ first, last }) =>
    last === first + 1
      ? [
          { first, last: first },
          { first: last, last },
        ]
      : [{ first, last }],
  )
}
