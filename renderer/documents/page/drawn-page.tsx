import './drawn-page.css'
import { useLayoutEffect, useRef } from 'react'
import type { DocumentPage } from '../../../contract/documents.js'
import { inPlace } from '../../ui/in-place.js'
import { PageLetters } from './page-letters.js'
import type { Box } from './page-places.js'
import { PageText, type PageTextProps, remarkOn } from './page-text.js'
import { type Drawing, type DrawnLetters, useDrawing } from './use-drawing.js'
import { useMarks } from './use-marks.js'
import { useInnerWidth, usePixelRatio } from './use-pane-size.js'
import { usePinch } from './use-pinch.js'
import { useScroll } from './use-scroll.js'
import { zoomedWidth } from './zoom.js'

interface DrawnPageProps extends Omit<PageTextProps, 'content'> {
  readonly documentId: string
  readonly page: number
  /** Undefined until it is loaded. */
  readonly content: DocumentPage | Error | undefined
  readonly zoom: number
  readonly setZoom: (change: (zoom: number) => number) => void
}

/** A page as it looks, with its letters above it. A page that can't be drawn is shown as its text. */
export function DrawnPage({ documentId, page, passage, content, zoom, setZoom, find, kind }: DrawnPageProps) {
  const [frame, paneWidth] = useInnerWidth()
  const scroller = useRef<HTMLElement>(null)
  usePinch(scroller, setZoom)
  const width = paneWidth > 0 ? zoomedWidth(paneWidth, zoom) : 0
  const stored = content instanceof Error ? undefined : content
  const isScan = (stored?.passages.length ?? 0) > 0
  const { drawing, letters, error, isReadingPicture } = useDrawing({
    documentId,
    page,
    width,
    pixelRatio: usePixelRatio(),
    isScan,
  })
  const marks = useMarks({ page, stored, letters, passage, find })
  const size = sizeOf(drawing, width)
  useScroll(scroller, { page, width: size.width, target: marks.target })
  if (error !== undefined && content)
    return (
      <>
        <p className="page-note">{error}</p>
        <PageText kind={kind} content={content} passage={passage} find={find} />
      </>
    )
  const remark = stored && remarkOn(stored)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls the page */}
      <section ref={scroller} className="page-frame" tabIndex={0} aria-label={`Page ${page}`} aria-busy={!letters}>
        <div ref={frame} className="page-width" />
        <div
          className="page-paper"
          data-drawn={drawing?.page === page}
          style={{ inlineSize: `${size.width}px`, blockSize: `${size.height}px` }}
        >
          <Picture drawing={drawing} isShown={drawing?.page === page} />
          {letters && (
            <>
              <Marks boxes={marks.passage} of={letters} kind="passage" />
              <Marks boxes={marks.found} of={letters} kind="found" />
              <Marks boxes={marks.current} of={letters} kind="current" />
              <PageLetters letters={letters} width={size.width} />
            </>
          )}
        </div>
      </section>
      {isReadingPicture ? (
        <p className="page-note page-note-below" role="status">
          Reading the text in this picture…
        </p>
      ) : (
        <>
          {remark && <p className="page-note page-note-below">{remark}</p>}
          {marks.unmarked !== undefined && <Unmarked text={marks.unmarked} />}
        </>
      )}
    </>
  )
}

/** Of A4, until a first page is drawn. */
const usualRatio = Math.SQRT2

function sizeOf(drawing: Drawing | undefined, width: number): { readonly width: number; readonly height: number } {
  if (!drawing) return { width, height: width * usualRatio }
  const scale = width / drawing.askedWidth
  return { width: drawing.width * scale, height: drawing.height * scale }
}

/** The drawing takes the place of the last one in one step, so that nothing flickers. */
function Picture({ drawing, isShown }: { readonly drawing: Drawing | undefined; readonly isShown: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    if (!drawing || !canvas.current) return
    canvas.current.width = drawing.bitmap.width
    canvas.current.height = drawing.bitmap.height
    canvas.current.getContext('bitmaprenderer')?.transferFromImageBitmap(drawing.bitmap)
  }, [drawing])
  return <canvas ref={canvas} className="page-picture" aria-hidden hidden={!isShown} />
}

interface MarksProps {
  readonly boxes: readonly Box[]
  readonly of: DrawnLetters
  readonly kind: 'passage' | 'found' | 'current'
}

const share = (length: number, of: number) => `${(length / of) * 100}%`

const Marks = ({ boxes, of, kind }: MarksProps) =>
  inPlace(boxes, ({ x, y, width, height }) => (
    <mark
      className="page-mark"
      data-kind={kind}
      aria-hidden
      style={{
        left: share(x, of.width),
        top: share(y, of.height),
        width: share(width, of.width),
        height: share(height, of.height),
      }}
    />
  ))

function Unmarked({ text }: { readonly text: string }) {
  return (
    <div className="page-note page-note-below page-unmarked">
      <p>This passage could not be marked on the page. It says:</p>
      <p dir="auto">
        <mark>{text}</mark>
      </p>
    </div>
  )
}
