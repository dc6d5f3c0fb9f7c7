import './page-view.css'
import { X } from 'lucide-react'
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { DocumentPage } from '../../../contract/documents.js'
import { isDrawnKind } from '../../../contract/drawing.js'
import { composerField } from '../../chat/composer/composer-field.js'
import { closeDrawings, useDocument } from '../../stores/document-pages.js'
import { readPage } from '../../stores/documents.js'
import { type OpenPage, openPage, useView } from '../../stores/view.js'
import { mayLeave, rememberFocus } from '../../ui/focus.js'
import { IconButton } from '../../ui/icon-button.js'
import { PlatformContext } from '../../ui/platform.js'
import { formatNumber } from '../../ui/words.js'
import { DrawnPage } from './drawn-page.js'
import { PageFind } from './page-find.js'
import { onPageKey } from './page-keys.js'
import { PageResizer } from './page-resizer.js'
import { PageText } from './page-text.js'
import { PageToolbar, type ShownAs } from './page-toolbar.js'
import { useFind } from './use-find.js'
import { fitWidth } from './zoom.js'

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
      closeDrawings()
    }
  }, [isOpen])
  if (!page) return null
  return (
    <section ref={pane} className="page-view" aria-label="Document page" style={{ inlineSize: `${width}px` }}>
      <PageResizer width={width} />
      <PageContent key={page.documentId} open={page} />
    </section>
  )
}

const close = () => flushSync(() => openPage(null))

function PageContent({ open }: { readonly open: OpenPage }) {
  const { documentId, page, passage } = open
  const pane = useRef<HTMLDivElement>(null)
  const document = useDocument(documentId)
  const platform = useContext(PlatformContext)
  const content = useStoredPage(documentId, page)
  const [shownAs, setShownAs] = useState<ShownAs>('page')
  const [zoom, setZoom] = useState<number>(fitWidth)
  const [problem, setProblem] = useState<string>()
  const total = Math.max(document?.pages.total ?? 0, page)
  const turn = (to: number) => {
    if (to >= 1 && to <= total && to !== page) openPage({ documentId, page: to })
  }
  const find = useFind(documentId, page, (place) => turn(place.page))
  const endFind = () => {
    flushSync(find.close)
    pane.current?.focus({ preventScroll: true })
  }
  const isDrawn = document !== undefined && isDrawnKind(document.kind)
  const isPicture = isDrawn && shownAs === 'page'
  const kind = document?.kind ?? 'text'
  const label = content instanceof Error ? undefined : content?.label
  const onKeyDown = onPageKey({
    platform,
    turn: (by) => turn(page + by),
    zoom: isPicture ? setZoom : undefined,
    find: () => {
      find.open()
      pane.current?.querySelector<HTMLInputElement>('.page-find-field')?.select()
    },
    step: find.isOpen ? find.step : undefined,
    close,
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys turn and zoom the page from anywhere in the pane
    <div ref={pane} className="page-view-inner" tabIndex={-1} data-first-focus onKeyDown={onKeyDown}>
      <header className="page-view-head">
        <div className="page-view-title">
          <h2 title={document?.name}>{document?.name ?? 'Document'}</h2>
          <p className="number" aria-live="polite">
            {label !== undefined && label !== String(page) && `${label} · `}
            Page {formatNumber(page)} of {formatNumber(total)}
          </p>
        </div>
        <IconButton label="Close" onClick={close}>
          <X />
        </IconButton>
      </header>
      <PageToolbar
        documentId={documentId}
        page={page}
        total={total}
        label={label}
        onPage={turn}
        onProblem={setProblem}
        onFind={find.isOpen ? endFind : find.open}
        {...(isDrawn && { drawn: { shownAs, setShownAs, zoom, setZoom } })}
      />
      {find.isOpen && <PageFind find={find} onClose={endFind} />}
      {problem !== undefined && (
        <p className="page-note" role="alert">
          {problem}
        </p>
      )}
      {isPicture ? (
        <DrawnPage {...{ documentId, page, passage, content, zoom, setZoom, find, kind }} />
      ) : content ? (
        <PageText key={page} {...{ kind, content, passage, find }} />
      ) : (
        <div className="page-view-text" aria-busy="true" />
      )}
    </div>
  )
}

/** What was read of a page; undefined until it is loaded. */
function useStoredPage(documentId: string, page: number): DocumentPage | Error | undefined {
  const [loaded, setLoaded] = useState<{ readonly page: number; readonly content: DocumentPage | Error }>()
  useEffect(() => {
    let isWanted = true
    const show = (content: DocumentPage | Error) => isWanted && setLoaded({ page, content })
    readPage(documentId, page).then(show, (error: unknown) =>
      show(error instanceof Error ? error : new Error(String(error))),
    )
    return () => {
      isWanted = false
    }
  }, [documentId, page])
  return loaded?.page === page ? loaded.content : undefined
}
