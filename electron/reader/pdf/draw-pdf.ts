import { drawPage } from '../drawing/draw-page.js'
import type { DrawnSource } from '../drawing/open-drawing.js'
import { pageScale } from '../ocr/ocr-scale.js'
import type { GivenFile } from '../read-document.js'
import { toDrawnTexts } from './drawn-text.js'
import { openPdf } from './open-pdf.js'

/** Opens a PDF to draw its pages. Throws `ReadError`. */
export async function openPdfToDraw(file: GivenFile): Promise<DrawnSource> {
  const opened = await openPdf(file)
  const pageOf = async (number: number) => (await opened.light()).getPage(number)
  return {
    pageCount: opened.pdf.numPages,
    readingScale: pageScale,
    async sizeOf(number) {
      const { width, height } = (await pageOf(number)).getViewport({ scale: 1 })
      return { width, height }
    },
    async draw(number, scale) {
      const page = await pageOf(number)
      const canvas = await drawPage(page, scale)
      page.cleanup()
      return canvas
    },
    async textOf(number) {
      const page = await pageOf(number)
      const { items, styles } = await page.getTextContent()
      const texts = items.filter((item) => 'str' in item)
      return toDrawnTexts(texts, page.getViewport({ scale: 1 }), styles)
    },
  }
}
