import type { Place } from './place-point.js'

interface Heading {
  /** From 1, as in Markdown. */
  readonly level: number
  readonly title: string
}

/** The headings that a passage begins with. */
export function headingsOf(passage: string): readonly Heading[] {
  const headings: Heading[] = []
  for (const line of passage.split('\n')) {
    const [, marks, title] = /^\s{0,3}(#{1,6}) +(\S.*?) *#* *$/.exec(line) ?? []
    if (marks !== undefined && title !== undefined) headings.push({ level: marks.length, title })
    else if (line.trim() !== '') break
  }
  return headings
}

/**
 * The section that a place belongs to, by the document's own headings: of the highest level that has several, because a
 * single one is the title of the whole. Undefined before the first, and in a document without sections.
 */
export function sectionsOf(
  passages: Iterable<Place & { readonly text: string }>,
): (place: { readonly page: number; readonly passage?: number }) => string | undefined {
  const all = [...passages].flatMap(({ page, passage, text }) =>
    headingsOf(text).map((heading) => ({ ...heading, page, passage })),
  )
  const level = [1, 2, 3, 4, 5, 6].find((wanted) => all.filter((heading) => heading.level === wanted).length > 1)
  const starts = all.filter((heading) => heading.level === level)
  return ({ page, passage = 1 }) =>
    starts.findLast((start) => start.page < page || (start.page === page && start.passage <= passage))?.title
}
