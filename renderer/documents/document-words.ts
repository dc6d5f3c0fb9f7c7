import { type AddedDocument, type DocumentView, kindLabel } from '../../contract/documents.js'
import { formatBytes } from '../../contract/format-bytes.js'
import { formatNumber, plural } from '../ui/words.js'

type Described = Pick<AddedDocument, 'kind' | 'pages' | 'bytes' | 'tokens'>

/** "PDF · 412 pages · 3.1 MB · 210,000 tokens" */
export const describeDocument = (document: Described): string => documentFacts(document).join(' · ')

export function documentFacts({ kind, pages, bytes, tokens }: Described): readonly string[] {
  const facts = [
    kindLabel(kind),
    pages.total > 0 && plural(pages.total, 'page'),
    formatBytes(bytes),
    tokens !== undefined && plural(tokens, 'token'),
  ]
  return facts.filter((fact) => fact !== false)
}

export const isBeingRead = ({ state }: Pick<AddedDocument, 'state'>): boolean =>
  state === 'waiting' || state === 'reading'

/** How far a document is read that is not read yet: "Reading page 120 of 412". */
export function readingWords({ kind, state, reading }: Pick<AddedDocument, 'kind' | 'state' | 'reading'>): string {
  if (state === 'waiting') return 'Waiting to be read'
  if (kind === 'image') return 'Reading the text of the picture'
  if (!reading || reading.total === 0) return 'Being read'
  const page = Math.min(reading.done + 1, reading.total)
  return `Reading ${reading.isPicture ? 'the picture of page' : 'page'} ${formatNumber(page)} of ${formatNumber(reading.total)}`
}

/** From 0 to 1; undefined while the number of pages is unknown, or there is only one. */
export const readingShare = ({ reading }: Pick<AddedDocument, 'reading'>): number | undefined =>
  reading && reading.total > 1 ? reading.done / reading.total : undefined

/** What could not be read: "2 pages hold no text, 1 page could not be read." Empty when nothing is missing. */
export function missingWords({ pages: { empty, failed } }: Pick<AddedDocument, 'pages'>): string {
  const clauses = [
    empty > 0 && `${plural(empty, 'page')} ${empty === 1 ? 'holds' : 'hold'} no text`,
    failed > 0 && `${plural(failed, 'page')} could not be read`,
  ].filter((clause) => clause !== false)
  return clauses.length === 0 ? '' : `${clauses.join(', ')}.`
}

/** What the last reply saw of a document of so many pages, for its card. */
export function viewWords(view: DocumentView, pageCount: number): string {
  switch (view.sees) {
    case 'whole':
      return 'The model sees all of it'
    case 'passages': {
      const seen = new Set(view.pieces.map(({ page }) => page))
      return view.partsRead
        ? `All of it was read, in ${plural(view.partsRead, 'part')}`
        : `Looked at ${formatNumber(seen.size)} of ${plural(pageCount, 'page')}`
    }
    case 'summary':
      return 'The model sees its summary only'
    case 'gone':
      return 'The model no longer sees it'
  }
}
