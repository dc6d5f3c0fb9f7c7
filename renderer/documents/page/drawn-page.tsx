import './drawn-page.css'
import { useLayoutEffect, useMemo, useRef } from 'react'
import type { DocumentPage } from '../../../contract/documents.js'
import { inPlace } from '../../ui/in-place.js'
import { PageLetters } from './page-letters.js'
import { type Box, findPlaces, type PagePlaces } from './page-places.js'
import { PageText, type PageTextProps } from './page-text.js'
import { type Drawing, type DrawnLetters, useDrawing } from './use-drawing.js'
import type { Find } from './use-find.js'
import { useInnerWidth, usePixelRatio } from './use-pane-size.js'
import { useScroll } from './use-scroll.js'
import { zoomedWidth } from './zoom.js'

interface DrawnPageProps extends Omit<PageTextProps, 'content'> {
  readonly documentId: string
  readonly page: number
  /** Undefined until it is loaded. */
  readonly content: DocumentPage | Error | undefined
  readonly zoom: number
}

const noBoxes: readonly Box[] = []

/** A page as it looks, with its letters above it. A page that can't be drawn is shown as its text. */
export function DrawnPage({ documentId, page, passage, content, zoom, find, kind }: DrawnPageProps) {
  const [frame, paneWidth] = useInnerWidth()
  const scroller = useRef<HTMLElement>(null)
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
  const places = useMemo(
    () => (stored && letters ? findPlaces(stored.passages, letters.items) : undefined),
    [stored, letters],
  )
  const marked = useMemo(() => (passage && places?.passage(passage)) || noBoxes, [places, passage])
  const { found: all, current } = find
  const found = useMemo(() => foundBoxes({ all, current }, page, places), [all, current, page, places])
  const size = sizeOf(drawing, width)
  useScroll(scroller, {
    page,
    width: size.width,
    target: found.current.length > 0 ? current : marked.length > 0 ? `passage ${passage}` : undefined,
  })
  if (error !== undefined && content)
    return (
      <>
        <p className="page-note">{error}</p>
        <PageText kind={kind} content={content} passage={passage} find={find} />
      </>
    )
  const isUnmarked = places !== undefined && passage !== undefined && marked.length === 0 && !isReadingPicture
  return (
    <>
      {isReadingPicture && (
        <p className="page-note" role="status">
          Reading the text in this picture…
        </p>
      )}
      {isUnmarked && <Unmarked text={stored?.passages[passage - 1]} />}
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
              <Marks boxes={marked} of={letters} kind="passage" />
              <Marks boxes={found.others} of={letters} kind="found" />
              <Marks boxes={found.current} of={letters} kind="current" />
              <PageLetters letters={letters} width={size.width} />
            </>
          )}
        </div>
      </section>
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

interface Wanted {
  readonly all: Find['found']
  readonly current: Find['current']
}

function foundBoxes({ all, current }: Wanted, page: number, places: PagePlaces | undefined) {
  const here = (all?.places ?? []).filter((place) => place.page === page)
  const boxesOf = (wanted: typeof here) => wanted.flatMap((place) => places?.place(place) ?? [])
  return {
    others: boxesOf(here.filter((place) => place !== current)),
    current: boxesOf(here.filter((place) => place === current)),
  }
}

/** The drawing takes the place of the last one in one step, so that nothing flickers. */
function Picture({ drawing, isShown }: { readonly drawing: Drawing | undefined; readonly isShown: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    if (drawing) canvas.current?.getContext('bitmaprenderer')?.transferFromImageBitmap(drawing.bitmap)
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

function Unmarked({ text }: { readonly text: string | undefined }) {
  return (
    <div className="page-note page-unmarked">
      <p>The place could not be marked on this page. It reads:</p>
      <p dir="auto">
        <mark>{text}</mark>
      </p>
    </div>
  )
}
