import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { ReadPage } from '../../../contract/reader.js'
import { clean } from '../clean.js'
import { toParagraphs } from '../passages.js'
import { readFields } from './fields.js'
import { type TextItem, toLines } from './lines.js'
import type { Heading } from './outline.js'
import { toMarkdown } from './paragraphs.js'
import { looksLikePicture } from './picture-pages.js'
import { divideVisible } from './visible-text.js'

export interface PageOptions {
  readonly headings: ReadonlyMap<number, readonly Heading[]>
  readonly hasFields: boolean
  /** Called before a page is drawn, which takes longer than its text. */
  readonly onDraw: () => void
  /** Reads what is drawn on a page without text; absent when nothing of that kind is wanted. */
  readonly readDrawing?: (page: PDFPageProxy) => Promise<ReadPage>
}

interface PageReader {
  readonly removedCharacters: number
  readonly invisiblePages: number
  /** Never throws: a page that cannot be read is `failed`. */
  read(pdf: PDFDocumentProxy, number: number): Promise<ReadPage>
}

export function createPageReader({ headings, hasFields, onDraw, readDrawing }: PageOptions): PageReader {
  let removedCharacters = 0
  let invisiblePages = 0

  const passagesOf = (text: string): string[] => {
    const cleaned = clean(text.replaceAll('\f', '\n'))
    removedCharacters += cleaned.removed
    return toParagraphs(cleaned.text, 'markdown').flat()
  }

  const read = async (page: PDFPageProxy): Promise<readonly string[]> => {
    const { items } = await page.getTextContent()
    const texts = items.filter((item): item is TextItem & typeof item => 'str' in item)
    const [visible, invisible] = await divideVisible(page, texts, onDraw)
    const passages = passagesOf(toMarkdown(toLines(visible), headings.get(page.pageNumber) ?? [], headings.size > 0))
    if (hasFields) passages.push(...passagesOf((await readFields(page)).join('\n')))
    if (invisible.length === 0) return passages
    invisiblePages++
    const hidden = passagesOf(
      toLines(invisible)
        .map(({ text }) => text)
        .join('\n\n'),
    )
    return [...passages, ...hidden.map((text) => `[Not visible on the page] ${text}`)]
  }

  return {
    get removedCharacters() {
      return removedCharacters
    },
    get invisiblePages() {
      return invisiblePages
    },
    async read(pdf, number) {
      try {
        const page = await pdf.getPage(number)
        const passages = await read(page)
        const isPicture = readDrawing !== undefined && (await looksLikePicture(page, passages))
        const drawn = isPicture ? await readDrawing(page) : undefined
        page.cleanup()
        if (drawn && lengthOf(drawn.passages) > lengthOf(passages)) return drawn
        if (passages.length > 0) return { passages, status: 'read' }
        return drawn ?? { passages, status: 'empty' }
      } catch {
        return { passages: [], status: 'failed', problem: 'This page is damaged.' }
      }
    },
  }
}

const lengthOf = (passages: readonly string[]) => passages.reduce((sum, { length }) => sum + length, 0)
