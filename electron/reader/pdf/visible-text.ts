import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { contextOf, freeCanvas } from '../drawing/canvas.js'
import { drawPage } from '../drawing/draw-page.js'
import type { TextItem } from './lines.js'

/** Pixels per point: letters of a few points leave marks, and a scan below text is decoded anyway. */
const scale = 1.5
const minContrast = 24
/** In points. */
const minSize = 1

/** What a page draws, as far as it is needed: four bytes a pixel, from the top left. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly data: ArrayLike<number>
}

/**
 * Divides the text of a page into what can be seen and what can't: too small, or painted white or not at all where the
 * drawn page is plain. White letters on a dark ground are seen, and so is what stands as a picture under text that paints
 * nothing, as in a scan. Draws the page only when it has such text.
 */
export async function divideVisible(page: PDFPageProxy, items: readonly TextItem[]): Promise<[TextItem[], TextItem[]]> {
  const isSuspect = items.some(({ paint, str }) => paint && str.trim())
  const see = isSuspect ? await createLook(page) : () => true
  const visible: TextItem[] = []
  const hidden: TextItem[] = []
  for (const item of items) {
    const isSmall = item.height > 0 && item.height < minSize
    const isHidden = item.str.trim() !== '' && (isSmall || (item.paint !== undefined && !see(item)))
    if (isHidden) hidden.push(item)
    // The end of a line stays, where its text goes.
    if (!isHidden) visible.push(item)
    else if (item.hasEOL) visible.push({ ...item, str: '' })
  }
  return [visible, hidden]
}

async function createLook(page: PDFPageProxy): Promise<(item: TextItem) => boolean> {
  const canvas = await drawPage(page, scale)
  const drawing = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height)
  freeCanvas(canvas)
  const viewport = page.getViewport({ scale })
  return (item) => {
    const [left = 0, bottom = 0] = item.transform.slice(4)
    const corners = [
      [left, bottom],
      [left + item.width, bottom + item.height],
    ].map(([x = 0, y = 0]) => viewport.convertToViewportPoint(x, y))
    return hasContrast(drawing, corners)
  }
}

/** True when the pixels between the corners are not all alike. */
export function hasContrast({ width, height, data }: Drawing, corners: readonly (readonly number[])[]): boolean {
  const xs = corners.map(([x = 0]) => x)
  const ys = corners.map(([, y = 0]) => y)
  const [fromX, toX] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(width, Math.ceil(Math.max(...xs)))]
  const [fromY, toY] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(height, Math.ceil(Math.max(...ys)))]
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
