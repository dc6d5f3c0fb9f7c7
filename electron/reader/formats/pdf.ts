import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { ReadDocument, ReadPage } from '../../../contract/reader.js'
import { ReadError } from '../decode.js'
import { freeCanvas } from '../drawing/canvas.js'
import { drawPage } from '../drawing/draw-page.js'
import { pageScale } from '../ocr/ocr-scale.js'
import { createPictureReader, type PictureReader, pictureProblems } from '../ocr/read-picture.js'
import { countComments } from '../pdf/comments.js'
import { openPdf } from '../pdf/open-pdf.js'
import { readHeadings } from '../pdf/outline.js'
import { createPageReader } from '../pdf/read-page.js'
import type { GivenFile, OnPages } from '../read-document.js'

/** No book has more; a file that claims more lies, or would take hours. */
const maxPages = 20_000
const maxLabelLength = 40

/** Reads a PDF page by page; `onPages` gets them in order. Throws `ReadError`. */
export async function readPdf(file: GivenFile, onPages: OnPages): Promise<Omit<ReadDocument, 'pages'>> {
  const opened = await openPdf(file)
  const { pdf } = opened
  const allPages = pdf.numPages
  const total = Math.min(allPages, maxPages)
  const [labels, headings, metadata, attachments, fields] = await Promise.all([
    optional(pdf.getPageLabels()),
    optional(readHeadings(pdf)),
    optional(pdf.getMetadata()),
    optional(pdf.getAttachments()),
    optional(pdf.getFieldObjects()),
  ])
  const announce = () => file.announcePicture(total)
  const pictures = file.languages.length > 0 ? createPictureReader(file.languages) : undefined
  const reader = createPageReader({
    headings: headings ?? new Map(),
    hasFields: Boolean(fields),
    onDraw: announce,
    readDrawing: pictures && ((page) => readDrawnPage(page, pictures, announce)),
  })
  let emptyPages = 0
  let failedPages = 0
  for (let number = 1; number <= total; number++) {
    const page = await reader.read(await opened.light(), number)
    const label = labels?.[number - 1]?.trim().slice(0, maxLabelLength)
    if (page.status === 'empty') emptyPages++
    if (page.status === 'failed') failedPages++
    // Each at once: the next page may end this process.
    onPages([label ? { label, ...page } : page], total)
  }
  if (failedPages === total) throw new ReadError('document-unreadable')
  const attached = attachments ? Object.keys(attachments).length : 0
  // Of a large file this would read much of it again.
  const comments = file.bytes ? await optional(countComments(pdf)) : undefined
  return {
    kind: 'pdf',
    title: titleOf(metadata?.info),
    removedCharacters: reader.removedCharacters + (pictures?.removedCharacters ?? 0),
    omitted: [
      ...(attached > 0 ? [{ what: 'attached files', count: attached }] : []),
      ...(comments ? [{ what: 'comments', count: comments }] : []),
    ],
    problems: [
      ...(allPages > total ? [`Only the first ${total.toLocaleString('en')} pages were read.`] : []),
      ...(pictures ? pictureProblems(pictures, file.languages) : []),
      ...(failedPages > 0 ? [failedSentence(failedPages)] : []),
      ...(emptyPages > 0 ? [noTextSentence(emptyPages, total, pictures !== undefined)] : []),
      ...(reader.invisiblePages > 0 ? [invisibleSentence(reader.invisiblePages)] : []),
    ],
  }
}

const maxTitleLength = 300

/** What a damaged file lacks costs only itself. */
const optional = <T>(value: Promise<T>) => value.catch(() => undefined)

function titleOf(info: object | undefined): string | undefined {
  const title = info && 'Title' in info ? info.Title : undefined
  return typeof title === 'string' ? title.trim().slice(0, maxTitleLength) || undefined : undefined
}

function noTextSentence(count: number, total: number, arePicturesRead: boolean): string {
  const what = arePicturesRead ? 'blank, or a picture without text' : 'blank, or a picture'
  if (count === total) return `No page has text: each is ${what}.`
  return `${count === 1 ? '1 page has' : `${count.toLocaleString('en')} pages have`} no text: ${what}.`
}

const failedSentence = (count: number) =>
  count === 1 ? '1 page could not be read.' : `${count.toLocaleString('en')} pages could not be read.`

async function readDrawnPage(page: PDFPageProxy, pictures: PictureReader, announce: () => void): Promise<ReadPage> {
  announce()
  const { width, height } = page.getViewport({ scale: 1 })
  const canvas = await drawPage(page, pageScale(width, height))
  try {
    return await pictures.read(canvas)
  } finally {
    freeCanvas(canvas)
  }
}

const invisibleSentence = (count: number) =>
  `${count === 1 ? '1 page has' : `${count.toLocaleString('en')} pages have`} text that cannot be seen on the page. It is marked.`
