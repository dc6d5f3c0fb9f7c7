import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { createCanvas } from './canvas.js'

/** Draws a page; `scale` is pixels of the picture per point, of which an inch has 72. */
export async function drawPage(page: PDFPageProxy, scale: number): Promise<HTMLCanvasElement> {
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  await page.render({ canvas, viewport }).promise
  return canvas
}
