import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { contextOf, freeCanvas } from '../drawing/canvas.js'
import { drawPage } from '../drawing/draw-page.js'
import { toDrawnText } from './drawn-text.js'
import type { TextItem } from './lines.js'

/** Pixels per point: letters of a few points leave marks. */
const usualScale = 1.5
const maxPixels = 8_000_000
const minContrast = 24
/** In points. */
const minSize = 1
/** The heart of a line, in shares of its letters' size: lines above and below stay outside. */
const heart = { ascent: 0.5, descent: 0 }

/** A drawn page: four bytes a pixel, from the top left. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly data: ArrayLike<number>
}

/** In pixels of a drawing. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Divides the text of a page into what can be seen and what can't: too small, or painted white or not at all where the
 * drawn page is plain. White letters on a dark ground are seen, and so is what stands as a picture under text that paints
 * nothing, as in a scan. Draws the page only when it has such text; `onDraw` is called before, because that takes time.
 */
export async function divideVisible(
  page: PDFPageProxy,
  items: readonly TextItem[],
  onDraw: () => void,
): Promise<[TextItem[], TextItem[]]> {
  const isSuspect = items.some(({ paint, str }) => paint && str.trim())
  if (isSuspect) onDraw()
  const isSeen = isSuspect ? await lookAt(page) : () => true
  const visible: TextItem[] = []
  const hidden: TextItem[] = []
  for (const item of items) {
    const isSmall = item.height > 0 && item.height < minSize
    const isHidden = item.str.trim() !== '' && (isSmall || (item.paint !== undefined && !isSeen(item)))
    if (isHidden) hidden.push(item)
    // The end of a line stays, where its text goes.
    if (!isHidden) visible.push(item)
    else if (item.hasEOL) visible.push({ ...item, str: '' })
  }
  return [visible, hidden]
}

async function lookAt(page: PDFPageProxy): Promise<(item: TextItem) => boolean> {
  const viewport = page.getViewport({ scale: 1 })
  const scale = Math.min(usualScale, Math.sqrt(maxPixels / (viewport.width * viewport.height)))
  const canvas = await drawPage(page, scale)
  const drawing = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height)
  freeCanvas(canvas)
  return (item) => {
    const box = toDrawnText(item, viewport, heart)
    if (!box) return false
    const { x, y, width, height } = box
    return hasContrast(drawing, { x: x * scale, y: y * scale, width: width * scale, height: height * scale })
  }
}

/** True when the pixels of the box are not all alike. */
export function hasContrast({ width, height, data }: Drawing, box: Box): boolean {
  const [fromX, toX] = [Math.max(0, Math.floor(box.x)), Math.min(width, Math.ceil(box.x + box.width))]
  const [fromY, toY] = [Math.max(0, Math.floor(box.y)), Math.min(height, Math.ceil(box.y + box.height))]
  let darkest = 255
  let lightest = 0
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const at = (y * width + x) * 4
      const shade = ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8
      if (shade < darkest) darkest = shade
      if (shade > lightest) lightest = shade
      if (lightest - darkest >= minContrast) return true
    }
  }
  return false
}
