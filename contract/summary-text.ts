import type { SummaryPoint } from './documents.js'
import type { SummaryForm } from './summary-forms.js'

const sentencesPerParagraph = 4

/** A finished summary as Markdown in its form, for prompts, the clipboard, exports and commands. */
export function summaryAsText({
  summary,
  form = 'points',
}: {
  readonly summary: readonly SummaryPoint[]
  readonly form?: SummaryForm
}): string {
  switch (form) {
    case 'points':
    case 'plain':
      return list(summary)
    case 'paragraph':
      return summary.map(withPage).join(' ')
    case 'page':
      return paragraphsOf(summary)
        .map((paragraph) => paragraph.map(withPage).join(' '))
        .join('\n\n')
    case 'sections':
      return sections(summary)
    case 'table':
      return table(summary)
    case 'questions':
      return underHeadings(summary)
        .flatMap(({ heading, points }) => [...(heading ? [`**${heading}**`] : []), ...points.map(withPage)])
        .join('\n\n')
    case 'timeline':
      return summary.map((point) => `- ${point.heading ? `**${point.heading}**: ` : ''}${withPage(point)}`).join('\n')
  }
}

/** Consecutive points under the same heading. */
export function underHeadings(summary: readonly SummaryPoint[]): readonly HeadedPoints[] {
  const groups: { heading: string | undefined; points: SummaryPoint[] }[] = []
  for (const point of summary) {
    const last = groups.at(-1)
    if (last && last.heading === point.heading) last.points.push(point)
    else groups.push({ heading: point.heading, points: [point] })
  }
  return groups
}

interface HeadedPoints {
  readonly heading: string | undefined
  readonly points: readonly SummaryPoint[]
}

/** The paragraphs of the form "One page". */
export const paragraphsOf = (summary: readonly SummaryPoint[]): readonly (readonly SummaryPoint[])[] =>
  Array.from({ length: Math.ceil(summary.length / sentencesPerParagraph) }, (_, index) =>
    summary.slice(index * sentencesPerParagraph, (index + 1) * sentencesPerParagraph),
  )

/** The columns of a table of facts. */
export const factColumns = ['Fact', 'What the document says', 'Page'] as const

const pageOf = ({ page }: SummaryPoint) => (page === undefined ? '' : `p. ${page}`)
const withPage = (point: SummaryPoint) => (point.page === undefined ? point.text : `${point.text} (${pageOf(point)})`)
const list = (points: readonly SummaryPoint[]) => points.map((point) => `- ${withPage(point)}`).join('\n')

const sections = (summary: readonly SummaryPoint[]) =>
  underHeadings(summary)
    .map(({ heading, points }) => (heading ? `## ${heading}\n\n${list(points)}` : list(points)))
    .join('\n\n')

function table(points: readonly SummaryPoint[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rows = points.map((point) => `| ${cell(point.heading ?? '')} | ${cell(point.text)} | ${pageOf(point)} |`)
  return [`| ${factColumns.join(' | ')} |`, '| --- | --- | --- |', ...rows].join('\n')
}
