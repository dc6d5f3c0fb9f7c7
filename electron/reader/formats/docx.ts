import { DocxBody } from './docx/body.js'
import { readNotes } from './docx/notes.js'
import { readStyles } from './docx/styles.js'
import { FormatError, notVisibleSentence, Omissions, type ReadPages, tolerateDamage } from './read-pages.js'
import { readChart } from './shared/chart.js'
import { readDiagram } from './shared/diagram.js'
import { PageBuilder } from './shared/page-builder.js'
import { findMainPart, readRelations } from './shared/relations.js'
import { readTitle } from './shared/title.js'
import { readXml } from './shared/xml.js'
import { Archive } from './shared/zip.js'

/**
 * Reads Word's .docx as a stream, so that a body of any length needs little memory. Page breaks that the writer set or
 * that Word saved make pages. Headers stand on the first page and footers on the last, each text once; foot- and endnotes
 * follow the paragraph that refers to them. Comments and deletions are left out and counted; text that
 * nobody can see is marked.
 * Format: ECMA-376 part 1 (WordprocessingML).
 */
export function readDocx(bytes: Uint8Array): ReadPages {
  const archive = new Archive(bytes)
  const main = findMainPart(archive, 'word/document.xml')
  if (!archive.has(main)) throw new FormatError('other-kind', 'no Word document in it')
  const relations = readRelations(archive, main)
  const targets = (type: string) => relations.filter((relation) => relation.type === type).map(({ target }) => target)
  const pages = new PageBuilder()
  const omissions = new Omissions()
  const problems: string[] = []
  const tolerate = (read: () => void) => tolerateDamage(problems, read)
  const styles = readStyles(archive, targets('styles')[0], targets('numbering')[0], tolerate)
  const notes = new Map<string, string>()
  tolerate(() => readNotes(archive, targets('footnotes')[0], 'footnote', notes))
  tolerate(() => readNotes(archive, targets('endnotes')[0], 'endnote', notes))
  tolerate(() => {
    const comments = new Map<string, string>()
    readNotes(archive, targets('comments')[0], 'comment', comments)
    omissions.add('comments', comments.size)
  })
  const seen = new Set<string>()
  const readMargins = (type: string) => {
    for (const target of targets(type)) {
      tolerate(() => {
        const margin = new Map<string, string>()
        readNotes(archive, target, type === 'header' ? 'hdr' : 'ftr', margin)
        for (const text of margin.values()) {
          if (!text || seen.has(text)) continue
          seen.add(text)
          pages.paragraph(text)
        }
      })
    }
  }
  readMargins('header')
  const body = new DocxBody(pages, styles, notes, omissions)
  tolerate(() => readXml(archive, main, body))
  body.end()
  if (body.hiddenCount > 0) problems.push(notVisibleSentence(body.hiddenCount))
  for (const target of targets('diagramData')) tolerate(() => readDiagram(archive, target, pages))
  for (const target of targets('chart')) tolerate(() => readChart(archive, target, pages))
  readMargins('footer')
  omissions.add('embedded files', targets('aFChunk').length + targets('package').length + targets('oleObject').length)
  const read = pages.pages()
  const hasText = read.some(({ passages }) => passages.length > 0)
  if (!hasText && problems.length > 0) throw new FormatError('damaged', problems.join('; '))
  const title = readTitle(archive, 'docProps/core.xml')
  return { ...(title ? { title } : {}), pages: read, omitted: omissions.list(), problems }
}
