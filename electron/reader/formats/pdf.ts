import { getDocument, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
// Without a worker script: pdf.js finds this module and runs on the page's own thread, of which the window has no other use.
// A worker would need an origin that can load scripts, and Trusted Types a policy.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import type { ReadDocument, ReadPage } from '../../../contract/reader.js'
import { ReadError } from '../decode.js'
import { readHeadings } from '../pdf/outline.js'
import { createPageReader } from '../pdf/read-page.js'
import type { OnPages } from '../read-document.js'

/** No book has more; a file that claims more lies, or would take hours. */
const maxPages = 20_000
const pagesAtOnce = 10
const maxLabelLength = 40

/** Reads a PDF page by page; `onPages` gets them in order. Throws `ReadError`. */
export async function readPdf(bytes: Uint8Array, onPages: OnPages): Promise<Omit<ReadDocument, 'pages'>> {
  const pdf = await open(bytes)
  const total = Math.min(pdf.numPages, maxPages)
  const [labels, headings, metadata, attachments, fields] = await Promise.all([
    optional(pdf.getPageLabels()),
    optional(readHeadings(pdf)),
    optional(pdf.getMetadata()),
    optional(pdf.getAttachments()),
    optional(pdf.getFieldObjects()),
  ])
  const reader = createPageReader(pdf, { headings: headings ?? new Map(), hasFields: Boolean(fields) })
  let pages: ReadPage[] = []
  let emptyPages = 0
  let failedPages = 0
  for (let number = 1; number <= total; number++) {
    const page = await reader.read(number)
    const label = labels?.[number - 1]?.trim().slice(0, maxLabelLength)
    if (page.status === 'empty') emptyPages++
    if (page.status === 'failed') failedPages++
    pages.push(label ? { label, ...page } : page)
    if (pages.length < pagesAtOnce && number < total) continue
    onPages(pages, total)
    pages = []
  }
  if (failedPages === total) throw new ReadError('document-unreadable')
  const attached = attachments ? Object.keys(attachments).length : 0
  return {
    kind: 'pdf',
    title: titleOf(metadata?.info),
    removedCharacters: reader.removedCharacters,
    omitted: [...(attached > 0 ? [{ what: 'attached files', count: attached }] : [])],
    problems: [
      ...(pdf.numPages > total ? [`Only the first ${total.toLocaleString('en')} pages were read.`] : []),
      ...(failedPages > 0 ? [failedSentence(failedPages)] : []),
      ...(emptyPages > 0 ? [noTextSentence(emptyPages, total)] : []),
      ...(reader.invisiblePages > 0 ? [invisibleSentence(reader.invisiblePages)] : []),
    ],
  }
}

const maxTitleLength = 300

async function open(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const assets = (folder: string) => new URL(`./pdfjs/${folder}/`, document.baseURI).href
  try {
    return await getDocument({
      data: bytes,
      cMapUrl: assets('cmaps'),
      standardFontDataUrl: assets('standard_fonts'),
      useWorkerFetch: true,
      useSystemFonts: false,
      useWasm: false,
      disableFontFace: true,
      disableWorkerRendering: true,
      enableXfa: true,
      verbosity: VerbosityLevel.ERRORS,
    }).promise
  } catch (error) {
    const isEncrypted = error instanceof Error && error.name === 'PasswordException'
    throw new ReadError(isEncrypted ? 'document-encrypted' : 'document-unreadable')
  }
}

/** What a damaged file lacks costs only itself. */
const optional = <T>(value: Promise<T>) => value.catch(() => undefined)

function titleOf(info: object | undefined): string | undefined {
  const title = info && 'Title' in info ? info.Title : undefined
  return typeof title === 'string' ? title.trim().slice(0, maxTitleLength) || undefined : undefined
}

function noTextSentence(count: number, total: number): string {
  const why = "Parley doesn't read pictures of text yet."
  if (count === total) return `No page has text: each is blank or a picture. ${why}`
  return `${count === 1 ? '1 page has' : `${count.toLocaleString('en')} pages have`} no text: blank, or a picture. ${why}`
}

const failedSentence = (count: number) =>
  count === 1 ? '1 page is damaged.' : `${count.toLocaleString('en')} pages are damaged.`

const invisibleSentence = (count: number) =>
  `${count === 1 ? '1 page has' : `${count.toLocaleString('en')} pages have`} text that cannot be seen on the page. It is marked.`
