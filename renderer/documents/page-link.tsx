import './page-link.css'
import type { MouseEvent } from 'react'
import { labelOf, type PageLabels, type SummaryPoint } from '../../contract/documents.js'
import { openPage } from '../stores/view.js'
import { pageName } from './point-words.js'

interface PageLinkProps {
  readonly documentId: string
  readonly page: number
  /** The passage to mark, from 1. */
  readonly passage?: number
  /** What is printed as the page's name, or the time of a passage. */
  readonly label?: string
  /** What stands there. */
  readonly title?: string
}

/** Opens a page of a document beside the conversation. Shows the place's own label, and is named by the page's number. */
export function PageLink({ documentId, page, passage, label, title }: PageLinkProps) {
  const onClick = (event: MouseEvent) => {
    event.preventDefault()
    openPage({ documentId, page, passage })
  }
  return (
    <a
      className="page-link number"
      href={`#page-${page}`}
      aria-label={`p. ${page}`}
      draggable={false}
      title={title}
      onClick={onClick}
    >
      {pageName(page, label)}
    </a>
  )
}

interface PointLinkProps {
  readonly documentId: string
  readonly point: SummaryPoint
  readonly labels: PageLabels | undefined
}

/** Opens the page of a point of a summary; nothing without one. */
export function PointLink({ documentId, point, labels }: PointLinkProps) {
  const { page, passage, isQuote } = point
  if (page === undefined) return null
  const title = `${isQuote ? 'Word for word' : 'In different words'} on page ${page}`
  return (
    <PageLink
      documentId={documentId}
      page={page}
      passage={passage}
      label={labelOf(labels, page, passage)}
      title={title}
    />
  )
}
