import './page-view.css'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { DocumentPage } from '../../contract/documents.js'
import { useConversations } from '../stores/conversations.js'
import { readPage } from '../stores/documents.js'
import { type OpenPage, openPage, useView } from '../stores/view.js'
import { Dialog, DialogClose, DialogTitle } from '../ui/dialog.js'
import { IconButton } from '../ui/icon-button.js'
import { inPlace } from '../ui/in-place.js'
import { formatNumber } from '../ui/words.js'

/** Shows a page of a document beside the transcript and marks the passage that a point comes from. */
export function PageView() {
  const page = useView((state) => state.page)
  return (
    <Dialog isOpen={page !== null} onClose={() => openPage(null)} className="page-view">
      {page && <PageContent open={page} />}
    </Dialog>
  )
}

function PageContent({ open }: { readonly open: OpenPage }) {
  const { jobId, page, passage } = open
  const job = useConversations(({ transcript }) => transcript?.jobs[jobId])
  const total = Math.max(job?.pages.length ?? 0, page)
  const turn = (to: number) => {
    if (to >= 1 && to <= total) openPage({ jobId, page: to })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') turn(page - 1)
    if (event.key === 'ArrowRight') turn(page + 1)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys turn the page from anywhere in the dialog
    <div className="page-view-inner" tabIndex={-1} data-first-focus onKeyDown={onKeyDown}>
      <header className="page-view-head">
        <div className="page-view-title">
          <DialogTitle>{job?.name ?? 'Document'}</DialogTitle>
          <p className="number">
            Page {formatNumber(page)} of {formatNumber(total)}
          </p>
        </div>
        <IconButton label="Previous page" disabled={page <= 1} onClick={() => turn(page - 1)}>
          <ChevronLeft />
        </IconButton>
        <IconButton label="Next page" disabled={page >= total} onClick={() => turn(page + 1)}>
          <ChevronRight />
        </IconButton>
        <DialogClose>
          <IconButton label="Close">
            <X />
          </IconButton>
        </DialogClose>
      </header>
      <Passages key={`${jobId} ${page}`} jobId={jobId} page={page} passage={passage} state={job?.pages[page - 1]} />
    </div>
  )
}

interface PassagesProps extends OpenPage {
  readonly state: string | undefined
}

function Passages({ jobId, page, passage, state }: PassagesProps) {
  const [content, setContent] = useState<DocumentPage | Error>()
  const marked = useRef<HTMLElement>(null)
  useEffect(() => {
    let isCurrent = true
    readPage(jobId, page).then(
      (result) => isCurrent && setContent(result),
      (error: unknown) => isCurrent && setContent(error instanceof Error ? error : new Error(String(error))),
    )
    return () => {
      isCurrent = false
    }
  }, [jobId, page])
  useEffect(() => {
    if (content) marked.current?.scrollIntoView({ block: 'center' })
  }, [content])

  if (!content) return <div className="page-view-text" aria-busy="true" />
  if (content instanceof Error) return <p className="page-view-empty">{content.message}</p>
  if (content.passages.length === 0) {
    return (
      <p className="page-view-empty">
        {state === 'failed' ? 'This page could not be read.' : 'This page holds no text.'}
      </p>
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls the page
    <section className="page-view-text" tabIndex={0} aria-label={`Text of page ${page}`}>
      {inPlace(content.passages, (text, index) => (
        <p dir="auto">{index + 1 === passage ? <mark ref={marked}>{text}</mark> : text}</p>
      ))}
    </section>
  )
}
