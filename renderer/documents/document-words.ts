import { type AddedDocument, type DocumentView, kindLabel } from '../../contract/documents.js'
import { formatBytes } from '../../contract/format-bytes.js'
import { formatNumber, plural } from '../ui/words.js'

type Described = Pick<AddedDocument, 'kind' | 'pages' | 'bytes' | 'tokens' | 'state'>

/** "PDF · 412 pages · 3.1 MB · 210,000 tokens" */
export function describeDocument({ kind, pages, bytes, tokens, state }: Described): string {
  const facts = [
    kindLabel(kind),
    pages.total > 0 && plural(pages.total, 'page'),
    formatBytes(bytes),
    tokens !== undefined && plural(tokens, 'token'),
    state === 'waiting' && 'waiting to be read',
    state === 'reading' && 'being read',
  ]
  return facts.filter(Boolean).join(' · ')
}

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
      return 'The model does not see it any more'
  }
}
