import type { SummaryPoint } from '../../../../contract/documents.js'
import type { SummaryForm } from '../../../../contract/summary-forms.js'

const sentencesPerParagraph = 4

/** A finished summary as Markdown in its form, for prompts, exports and commands. */
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
      return groupsOf(summary, sentencesPerParagraph)
        .map((group) => group.map(withPage).join(' '))
        .join('\n\n')
    case 'sections':
      return sections(summary)
    case 'table':
      return table(summary)
    case 'questions':
      return summary
        .map((point) => (point.heading ? `**${point.heading}**\n\n${withPage(point)}` : withPage(point)))
        .join('\n\n')
    case 'timeline':
      return summary.map((point) => `- ${point.heading ? `**${point.heading}**: ` : ''}${withPage(point)}`).join('\n')
  }
}

const pageOf = ({ page }: SummaryPoint) => (page === undefined ? '' : `p. ${page}`)
const withPage = (point: SummaryPoint) => (point.page === undefined ? point.text : `${point.text} (${pageOf(point)})`)
const list = (points: readonly SummaryPoint[]) => points.map((point) => `- ${withPage(point)}`).join('\n')

function sections(points: readonly SummaryPoint[]): string {
  const groups: SummaryPoint[][] = []
  for (const point of points) {
    const last = groups.at(-1)
    if (last?.[0]?.heading === point.heading && last) last.push(point)
    else groups.push([point])
  }
  return groups
    .map((group) => (group[0]?.heading ? `## ${group[0].heading}\n\n${list(group)}` : list(group)))
    .join('\n\n')
}

function table(points: readonly SummaryPoint[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rows = points.map((point) => `| ${cell(point.heading ?? '')} | ${cell(point.text)} | ${pageOf(point)} |`)
  return ['| Fact | What the document says | Page |', '| --- | --- | --- |', ...rows].join('\n')
}

const groupsOf = <T>(all: readonly T[], size: number) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
