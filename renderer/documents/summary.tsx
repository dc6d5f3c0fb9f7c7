import type { MouseEvent } from 'react'
import type { DocumentJob, SummaryPoint } from '../../contract/documents.js'
import { openPage } from '../stores/view.js'
import { inPlace } from '../ui/in-place.js'

export function Summary({ job }: { readonly job: DocumentJob }) {
  return (
    <ul className="document-summary" data-part="summary">
      {inPlace(job.summary, (point) => (
        <li dir="auto">
          {point.text} <PageLink documentId={job.documentId} point={point} />
        </li>
      ))}
    </ul>
  )
}

function PageLink({ documentId, point }: { readonly documentId: string; readonly point: SummaryPoint }) {
  const { page, passage, isQuote } = point
  if (page === undefined) return null
  const onClick = (event: MouseEvent) => {
    event.preventDefault()
    openPage({ documentId, page, passage })
  }
  return (
    <a
      className="document-page-link number"
      href={`#page-${page}`}
      draggable={false}
      title={isQuote ? 'Word for word on this page' : 'In different words on this page'}
      onClick={onClick}
    >
      p. {page}
    </a>
  )
}
