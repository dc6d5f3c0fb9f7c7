import { CFB } from '@e965/xlsx'
import { strToU8, zipSync } from 'fflate'

/** A zip archive of texts and bytes by name. */
export function zipOf(entries: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(entries).map(([name, data]) => [name, typeof data === 'string' ? strToU8(data) : data]),
    ),
  )
}

const officeTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A `.rels` file of `[id, type, target]`. */
export function relationsOf(relations: readonly (readonly [string, string, string])[]): string {
  const lines = relations.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${officeTypes}/${type}" Target="${target}"/>`,
  )
  return `<Relationships>${lines.join('')}</Relationships>`
}

/** `body` is the content of `w:body`; `parts` are further files under `word/`, with the type of their relation. */
export function docxOf(body: string, parts: Readonly<Record<string, readonly [string, string]>> = {}): Uint8Array {
  const names = Object.entries(parts)
  return zipOf({
    '_rels/.rels': relationsOf([['rId1', 'officeDocument', 'word/document.xml']]),
    'word/_rels/document.xml.rels': relationsOf(names.map(([name, [type]], index) => [`rId${index}`, type, name])),
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
    ...Object.fromEntries(names.map(([name, [, xml]]) => [`word/${name}`, xml])),
  })
}

/** A paragraph of one run; `properties` is the content of `w:pPr`. */
export const docxParagraph = (text: string, properties = '') =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`

/** Slides are the content of `p:spTree`; `order` names them from 1 in the order of the presentation. */
export function pptxOf(
  slides: readonly string[],
  order: readonly number[],
  parts: Readonly<Record<string, string>> = {},
): Uint8Array {
  return zipOf({
    '_rels/.rels': relationsOf([['rId1', 'officeDocument', '/ppt/presentation.xml']]),
    'ppt/presentation.xml': `<p:presentation><p:sldIdLst>${order
      .map((number) => `<p:sldId id="${300 - number}" r:id="rId${number}"/>`)
      .join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationsOf(
      slides.map((_, index) => [`rId${index + 1}`, 'slide', `slides/slide${index + 1}.xml`]),
    ),
    ...Object.fromEntries(slides.map((slide, index) => [`ppt/slides/slide${index + 1}.xml`, slide])),
    ...parts,
  })
}

/** A shape with a paragraph per line; `type` is its kind of placeholder, or empty for none. */
export function slideShape(type: string, ...lines: readonly string[]): string {
  const placeholder = type ? `<p:ph type="${type}"/>` : ''
  const paragraphs = lines.map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`).join('')
  return `<p:sp><p:nvSpPr><p:nvPr>${placeholder}</p:nvPr></p:nvSpPr><p:txBody>${paragraphs}</p:txBody></p:sp>`
}

export const slideOf = (shapes: string, attributes = '') =>
  `<p:sld ${attributes}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`

const officeNamespaces = ['office', 'text', 'table', 'draw', 'style', 'presentation', 'fo', 'xlink', 'dc']
  .map((prefix) => `xmlns:${prefix}="urn:${prefix}"`)
  .join(' ')

/** An OpenDocument file; `body` is the content of `office:body`, `styles` of the automatic styles. */
export function odfOf(body: string, styles = '', parts: Readonly<Record<string, string>> = {}): Uint8Array {
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<office:document-content ${officeNamespaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body>${body}</office:body></office:document-content>`,
    ...parts,
  })
}

/** A book of chapters in reading order; a chapter without text is named and not there. */
export function epubOf(
  chapters: Readonly<Record<string, string | undefined>>,
  parts: Readonly<Record<string, string>> = {},
): Uint8Array {
  const names = Object.keys(chapters)
  const items = names.map((name, index) => `<item id="c${index}" href="${name}"/>`).join('')
  const order = names.map((_, index) => `<itemref idref="c${index}"/>`).join('')
  const there = Object.entries(chapters).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]))
  return zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container><rootfile full-path="OEBPS/book.opf"/></container>',
    'OEBPS/book.opf': `<package><metadata><dc:title>Book</dc:title></metadata><manifest>${items}
      <item id="nav" href="nav.xhtml" properties="nav"/></manifest><spine>${order}</spine></package>`,
    'OEBPS/nav.xhtml': '<nav><a href="two.xhtml#x">Chapter two</a></nav>',
    ...Object.fromEntries(there.map(([name, text]) => [`OEBPS/${name}`, text])),
    ...parts,
  })
}

/** A compound file of streams by path, as Outlook saves mails. */
export function msgOf(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const file = CFB.utils.cfb_new()
  for (const [path, content] of Object.entries(streams)) CFB.utils.cfb_add(file, path, content)
  return Uint8Array.from(CFB.write(file, { type: 'array' }))
}
