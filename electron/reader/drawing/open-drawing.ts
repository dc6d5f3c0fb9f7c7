import {
  type DrawnPage,
  type DrawnText,
  type DrawOptions,
  maxDrawnItems,
  maxDrawnPixels,
  maxDrawnScale,
  maxDrawnTextLength,
} from '../../../contract/drawing.js'
import { ReadError } from '../decode.js'
import { pictureScale } from '../ocr/ocr-scale.js'
import { createPictureReader, type PictureReader } from '../ocr/read-picture.js'
import type { GivenFile } from '../read-document.js'
import { wholeOf } from '../whole-of.js'
import { drawPicture, freeCanvas } from './canvas.js'

/** An open document whose pages can be drawn. */
export interface OpenDrawing {
  readonly pageCount: number
  /** Throws when the page is damaged. `page` counts from 1. */
  draw(page: number, options: DrawOptions): Promise<DrawnPage>
}

/** What a kind of document can do; lengths are points of a PDF, or pixels of a picture. */
export interface DrawnSource {
  readonly pageCount: number
  sizeOf(page: number): Promise<{ readonly width: number; readonly height: number }>
  /** `scale` is pixels of the canvas per point or pixel. */
  draw(page: number, scale: number): Promise<HTMLCanvasElement>
  /** The text of the page, in the units of `sizeOf`, from the top left. */
  textOf(page: number): Promise<readonly DrawnText[]>
  /** The scale at which the text of a page of this size can be recognized. */
  readingScale(width: number, height: number): number
}

/** Opens a document to draw its pages. Throws `ReadError`. */
export async function openDrawing(file: GivenFile): Promise<OpenDrawing> {
  const source = await openSource(file)
  const pictures = file.languages.length > 0 ? createPictureReader(file.languages) : undefined
  return {
    pageCount: source.pageCount,
    async draw(page, options) {
      const { pixelRatio, isTextRecognized } = options
      const size = await source.sizeOf(page)
      const scale = 'width' in options ? Math.min(options.width / size.width, maxDrawnScale) : options.scale
      const maxScale = Math.sqrt(maxDrawnPixels / (size.width * size.height))
      const drawnScale = Math.min(scale * pixelRatio, maxScale)
      const png = await withCanvas(source.draw(page, drawnScale), pngOf)
      let items = await source.textOf(page)
      if (isTextRecognized && pictures && items.length === 0) {
        const readingScale = source.readingScale(size.width, size.height)
        items = await withCanvas(source.draw(page, readingScale), (canvas) =>
          recognized(pictures, canvas, readingScale),
        )
      }
      return {
        width: size.width * scale,
        height: size.height * scale,
        png,
        items: items.slice(0, maxDrawnItems).map((item) => scaled(item, scale)),
      }
    },
  }
}

async function withCanvas<T>(drawn: Promise<HTMLCanvasElement>, use: (canvas: HTMLCanvasElement) => Promise<T>) {
  const canvas = await drawn
  try {
    return await use(canvas)
  } finally {
    freeCanvas(canvas)
  }
}

async function openSource(file: GivenFile): Promise<DrawnSource> {
  if (file.kind === 'pdf') return (await import('../pdf/draw-pdf.js')).openPdfToDraw(file)
  if (file.kind === 'image') return sourceOfPicture(await wholeOf(file))
  throw new ReadError('document-unreadable')
}

async function sourceOfPicture(bytes: Uint8Array): Promise<DrawnSource> {
  let size = { width: 1, height: 1 }
  const draw = (scale: number) =>
    drawPicture(bytes, (width, height) => {
      size = { width, height }
      return scale
    })
  try {
    // Learns the size, which a browser tells only after it has decoded the picture.
    freeCanvas(await draw(0.01))
  } catch {
    throw new ReadError('document-unreadable')
  }
  return {
    pageCount: 1,
    sizeOf: async () => size,
    draw: (_, scale) => draw(scale),
    textOf: async () => [],
    readingScale: pictureScale,
  }
}

/** `scale` is pixels of the canvas per unit of the page. */
async function recognized(pictures: PictureReader, canvas: HTMLCanvasElement, scale: number): Promise<DrawnText[]> {
  const lines = await pictures.linesOf(canvas)
  return lines.map(({ text, left, right, y, size }) =>
    scaled(
      {
        text: text.slice(0, maxDrawnTextLength),
        x: left,
        // `y` is the baseline, under which a quarter of a line hangs.
        y: canvas.height - y - size * 0.75,
        width: right - left,
        height: size,
        endsLine: true,
      },
      1 / scale,
    ),
  )
}

const scaled = (item: DrawnText, scale: number): DrawnText => ({
  ...item,
  x: item.x * scale,
  y: item.y * scale,
  width: item.width * scale,
  height: item.height * scale,
})

async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('There is no memory for a picture.')
  return new Uint8Array(await blob.arrayBuffer())
}
