import type { ReadDocument } from '../../../contract/reader.js'
import { ReadError } from '../decode.js'
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
  const reader = createPageReader({ headings: headings ?? new Map(), hasFields: Boolean(fields) })
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
  return {
    kind: 'pdf',
    title: titleOf(metadata?.info),
    removedCharacters: reader.removedCharacters,
    omitted: attached > 0 ? [{ what: 'attached files', count: attached }] : [],
    problems: [
      ...(allPages > total ? [`Only the first ${total.toLocaleString('en')} pages were read.`] : []),
      ...(failedPages > 0 ? [failedSentence(failedPages)] : []),
      ...(emptyPages > 0 ? [noTextSentence(emptyPages, total)] : []),
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

function noTextSentence(count: number, total: number): string {
  const why = "Parley doesn't read pictures of text yet."
  if (count === total) return `No page has text: each is blank or a picture. ${why}`
  return `${count === 1 ? '1 page has' : `${count.toLocaleString('en')} pages have`} no text: blank, or a picture. ${why}`
}

const failedSentence = (count: number) =>
  count === 1 ? '1 page is damaged.' : `${count.toLocaleString('en')} pages are damaged.`

const invisibleSentence = (count: number) =>
  `${count === 1 ? '1 page has' : `${count.toLocaleString('en')} pages have`} text that cannot be seen on the page. It is marked.`
