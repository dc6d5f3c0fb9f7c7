import { constants, deflateRawSync } from 'node:zlib'

/** A page of a test's PDF: lines of Latin letters, from the top. */
interface PdfPage {
  readonly lines: readonly string[]
  /** Operators that are drawn after the lines. */
  readonly extra?: string
  /** Lines that the page shows and that are no text of it, as in a scan: they are the look of a stamp. */
  readonly stamp?: readonly string[]
  /** What someone remarked on it; empty for a highlight without words. */
  readonly comments?: readonly string[]
  /** Clockwise, in degrees. */
  readonly turn?: 0 | 90 | 180 | 270
}

export interface PdfParts {
  readonly pages: readonly PdfPage[]
  /** Number trees of PDF 1.7, 12.4.2: `/Nums [0 << /S /r >> …]`. */
  readonly labels?: string
  /** Title and page, from 1. */
  readonly outline?: readonly (readonly [string, number])[]
  /** Name and value of text fields, all on the first page. */
  readonly fields?: readonly (readonly [string, string])[]
  /** Bytes of a comment before the first object. */
  readonly padding?: number
}

/** Writes a PDF of plain objects without compression, so that a test can damage what it means to. */
export function makePdf({ pages, labels, outline = [], fields = [], padding = 0 }: PdfParts): Uint8Array {
  const objects: string[] = []
  const add = (body: string) => objects.push(body)
  const numbers = pages.map((_, index) => 4 + index * 2)
  const stamped = pages.filter(({ stamp }) => stamp)
  const firstStamp = 4 + pages.length * 2
  const afterPages = firstStamp + stamped.length * 2
  const fieldNumbers = fields.map((_, index) => afterPages + index)
  const outlineNumber = afterPages + fields.length
  const references = (all: readonly number[]) => all.map((number) => `${number} 0 R`).join(' ')
  add(
    `<< /Type /Catalog /Pages 2 0 R${labels ? ` /PageLabels << ${labels} >>` : ''}${
      outline.length > 0 ? ` /Outlines ${outlineNumber} 0 R` : ''
    }${fields.length > 0 ? ` /AcroForm << /Fields [${references(fieldNumbers)}] >>` : ''} >>`,
  )
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${references(numbers)}] >>`)
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  for (const [index, page] of pages.entries()) {
    const stamp = stamped.indexOf(page)
    const annotated = [...(index === 0 ? fieldNumbers : []), ...(stamp >= 0 ? [firstStamp + stamp * 2] : [])]
    const comments = (page.comments ?? []).map(
      (comment) => ` << /Type /Annot /Subtype /Highlight /Rect [60 700 200 720] /Contents (${escaped(comment)}) >>`,
    )
    const annotations = ` /Annots [${references(annotated)}${comments.join('')}]`
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${page.turn ?? 0} /Contents ${5 + index * 2} 0 R` +
        ` /Resources << /Font << /F1 3 0 R >> >>${annotations} >>`,
    )
    add(stream(`${textOf(page.lines)}\n${page.extra ?? ''}`))
  }
  for (const [index, { stamp = [] }] of stamped.entries()) {
    const look = firstStamp + index * 2 + 1
    add(`<< /Type /Annot /Subtype /Stamp /F 4 /Rect [0 0 595 842] /AP << /N ${look} 0 R >> >>`)
    add(
      stream(textOf(stamp), '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>'),
    )
  }
  for (const [index, [name, value]] of fields.entries()) {
    const rect = `[60 ${100 + index * 20} 300 ${115 + index * 20}]`
    add(
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (${escaped(name)}) /V (${escaped(value)}) /Rect ${rect}` +
        ` /P ${numbers[0]} 0 R >>`,
    )
  }
  if (outline.length > 0) {
    const entries = outline.map((_, index) => outlineNumber + 1 + index)
    add(`<< /First ${entries[0]} 0 R /Last ${entries.at(-1)} 0 R /Count ${entries.length} >>`)
    for (const [index, [title, page]] of outline.entries()) {
      const next = entries[index + 1] ? ` /Next ${entries[index + 1]} 0 R` : ''
      const target = `[${numbers[page - 1]} 0 R /Fit]`
      add(`<< /Title (${escaped(title)}) /Parent ${outlineNumber} 0 R /Dest ${target}${next} >>`)
    }
  }
  return fileOf(objects, padding)
}

const escaped = (text: string) => text.replace(/[\\()]/g, '\\$&')

const textOf = (lines: readonly string[]) =>
  `BT /F1 11 Tf 14 TL 60 780 Td\n${lines.map((line) => `(${escaped(line)}) Tj T*`).join('\n')}\nET`

const stream = (data: string, entries = '') => `<< ${entries} /Length ${data.length} >>\nstream\n${data}\nendstream`

/** Numbers the objects from 1, of which the first is the catalog. */
export function fileOf(objects: readonly string[], padding = 0, trailer = ''): Uint8Array {
  let file = `%PDF-1.7\n%${'x'.repeat(padding)}\n`
  const offsets = objects.map((body, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${body}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const start = file.length
  file += `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer << /Size ${size} /Root 1 0 R ${trailer} >>\n`
  return Buffer.from(`${file}startxref\n${start}\n%%EOF\n`, 'latin1')
}

/** Pages of `count` sentences each, which say where they stand. */
export const plainPages = (count: number): PdfPage[] =>
  Array.from({ length: count }, (_, page) => ({
    lines: [1, 2, 3].map((line) => `Fact ${page + 1}.${line} stands on page ${page + 1} of this file.`),
  }))

/** Operators of 1.5 GB in 1.5 MB, in blocks of one megabyte each. */
const bomb = () => {
  const block = deflateRawSync(Buffer.alloc(2 ** 20, 'q Q '), { finishFlush: constants.Z_FULL_FLUSH })
  const data = Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array.from({ length: 1_500 }, () => block)])
  return `<< /Filter /FlateDecode /Length ${data.length} >>\nstream\n${data.toString('latin1')}\nendstream`
}

/** Three pages, of which the second unpacks without end. */
export const bombPdf = (): Uint8Array =>
  fileOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 3 /Kids [3 0 R 4 0 R 3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R >>',
    '<< /Length 43 >>\nstream\nBT /F1 11 Tf 60 780 Td (Hello there.) Tj ET\nendstream',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    bomb(),
  ])
