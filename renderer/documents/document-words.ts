import type { DocumentView } from '../../contract/chat.js'
import { type AddedDocument, kindLabel } from '../../contract/documents.js'
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

/** What the model sees of a document now, for its card. */
export function viewWords({ view, passages = [] }: Pick<DocumentView, 'view' | 'passages'>): string {
  switch (view) {
    case 'whole':
      return 'The model sees all of it'
    case 'passages':
      return `The model sees ${plural(passages.length, 'passage')} of ${formatNumber(new Set(passages.map(({ page }) => page)).size)} pages`
    case 'summary':
      return 'The model sees its summary only'
    case 'gone':
      return 'The model does not see it any more'
  }
}
