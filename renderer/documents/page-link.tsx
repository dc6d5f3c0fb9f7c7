import type { MouseEvent } from 'react'
import { openPage } from '../stores/view.js'

interface PageLinkProps {
  readonly documentId: string
  readonly page: number
  /** The passage to mark, from 1. */
  readonly passage?: number
  /** What stands there. */
  readonly title?: string
}

/** Opens a page of a document beside the conversation. */
export function PageLink({ documentId, page, passage, title }: PageLinkProps) {
  const onClick = (event: MouseEvent) => {
    event.preventDefault()
    openPage({ documentId, page, passage })
  }
  return (
    <a className="page-link number" href={`#page-${page}`} draggable={false} title={title} onClick={onClick}>
      p. {page}
    </a>
  )
}
