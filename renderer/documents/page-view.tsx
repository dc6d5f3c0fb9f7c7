import './page-view.css'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { DocumentPage } from '../../contract/documents.js'
import { composerField } from '../chat/composer/composer-field.js'
import { useConversations } from '../stores/conversations.js'
import { readPage } from '../stores/documents.js'
import { type OpenPage, openPage, useView } from '../stores/view.js'
import { mayLeave, rememberFocus } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { inPlace } from '../ui/in-place.js'
import { formatNumber } from '../ui/words.js'
import { PageResizer } from './page-resizer.js'

/**
 * Shows a page of a document beside the conversation and marks the passage that a point comes from. In a narrow window it
 * covers the conversation.
 */
export function PageView() {
  const page = useView((state) => state.page)
  const width = useView(({ view }) => view.pageWidth)
  const pane = useRef<HTMLElement>(null)
  const isOpen = page !== null
  const returnFocus = useRef(() => {})
  useLayoutEffect(() => {
    if (!isOpen) return
    const { current: element } = pane
    returnFocus.current = rememberFocus(composerField)
    element?.querySelector<HTMLElement>('[data-first-focus]')?.focus({ preventScroll: true })
    return () => {
      if (mayLeave(element)) returnFocus.current()
    }
  }, [isOpen])
  if (!page) return null
  return (
    <section ref={pane} className="page-view" aria-label="Document page" style={{ inlineSize: `${width}px` }}>
      <PageResizer width={width} />
      <PageContent open={page} />
    </section>
  )
}

const close = () => flushSync(() => openPage(null))

function PageContent({ open }: { readonly open: OpenPage }) {
  const { documentId, page, passage } = open
  const document = useConversations(({ transcript }) => transcript?.documents[documentId])
  const total = Math.max(document?.pages.total ?? 0, page)
  const turn = (to: number) => {
    if (to >= 1 && to <= total) openPage({ documentId, page: to })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') turn(page - 1)
    else if (event.key === 'ArrowRight') turn(page + 1)
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const [content, setContent] = useState<DocumentPage | Error>()
  const isCurrent = content instanceof Error || (content?.documentId === documentId && content.page === page)
  useEffect(() => {
    let isWanted = true
    const show = (result: DocumentPage | Error) => isWanted && setContent(result)
    readPage(documentId, page).then(show, (error: unknown) =>
      show(error instanceof Error ? error : new Error(String(error))),
    )
    return () => {
      isWanted = false
    }
  }, [documentId, page])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys turn the page from anywhere in the pane
    <div className="page-view-inner" tabIndex={-1} data-first-focus onKeyDown={onKeyDown}>
      <header className="page-view-head">
        <div className="page-view-title">
          <h2 title={document?.name}>{document?.name ?? 'Document'}</h2>
          <p className="number" aria-live="polite">
            {isCurrent && !(content instanceof Error) && content.label !== undefined && `${content.label} · `}
            Page {formatNumber(page)} of {formatNumber(total)}
          </p>
        </div>
        <IconButton label="Previous page" aria-disabled={page <= 1} onClick={() => turn(page - 1)}>
          <ChevronLeft />
        </IconButton>
        <IconButton label="Next page" aria-disabled={page >= total} onClick={() => turn(page + 1)}>
          <ChevronRight />
        </IconButton>
        <IconButton label="Close" onClick={close}>
          <X />
        </IconButton>
      </header>
      {isCurrent ? (
        <Passages key={`${documentId} ${page}`} page={page} passage={passage} content={content} />
      ) : (
        <div className="page-view-text" aria-busy="true" />
      )}
    </div>
  )
}

interface PassagesProps {
  readonly page: number
  readonly passage?: number
  readonly content: DocumentPage | Error
}

function Passages({ page, passage, content }: PassagesProps) {
  const marked = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another passage of the same page may be marked
  useLayoutEffect(() => marked.current?.scrollIntoView({ block: 'center' }), [passage])
  if (content instanceof Error) return <p className="page-view-empty">{content.message}</p>
  const { passages, state, problem } = content
  if (passages.length === 0) {
    const words = state === 'failed' ? 'This page could not be read.' : 'This page holds no text.'
    return <p className="page-view-empty">{problem ?? words}</p>
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls the page
    <section className="page-view-text" tabIndex={0} aria-label={`Text of page ${page}`}>
      {problem && <p className="page-view-problem">{problem}</p>}
      {inPlace(passages, (text, index) => (
        <div className="page-view-passage" dir="auto">
          {index + 1 === passage ? <mark ref={marked}>{text}</mark> : text}
        </div>
      ))}
    </section>
  )
}
