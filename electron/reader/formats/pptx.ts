import { putShapes, readShapes, type SlideShapes } from './pptx/shapes.js'
import { damageSentence, FormatError, Omissions, type ReadPages } from './read-pages.js'
import { readChart } from './shared/chart.js'
import { readDiagram } from './shared/diagram.js'
import { PageBuilder } from './shared/page-builder.js'
import { findMainPart, type Relation, readRelations } from './shared/relations.js'
import { readTitle } from './shared/title.js'
import { readXml } from './shared/xml.js'
import { Archive } from './shared/zip.js'

/**
 * Reads PowerPoint's .pptx: each slide is a page, in the order of the presentation, with its tables, SmartArt and notes.
 * What masters and layouts add to slides stands on the first slide that shows it. Format: ECMA-376 part 1
 * (PresentationML).
 */
export function readPptx(bytes: Uint8Array): ReadPages {
  const archive = new Archive(bytes)
  const main = findMainPart(archive, 'ppt/presentation.xml')
  if (!archive.has(main)) throw new FormatError('other-kind', 'no presentation in it')
  const pages = new PageBuilder()
  const omissions = new Omissions()
  const problems: string[] = []
  const background = new Set<string>()
  const failed = new Map<number, string>()
  const slides = slideParts(archive, main)
  for (const [index, slide] of slides.entries()) {
    pages.breakPage()
    try {
      readSlide(archive, slide, pages, omissions, background)
    } catch (error) {
      if (!(error instanceof FormatError) || error.fault !== 'damaged') throw error
      failed.set(index, damageSentence(error))
      problems.push(damageSentence(error))
    }
  }
  if (slides.length === 0) throw new FormatError('damaged', 'no slide can be found')
  const title = readTitle(archive, 'docProps/core.xml')
  const read = pages.ownPages()
  // A slide is split only when it is very long; then its parts are not counted as slides here.
  const isOnePageEach = read.length === slides.length
  const marked = read.map((page, index) => {
    const problem = isOnePageEach ? failed.get(index) : undefined
    return problem && page.status === 'empty' ? { ...page, status: 'failed' as const, problem } : page
  })
  return { ...(title ? { title } : {}), pages: marked, omitted: omissions.list(), problems }
}

function slideParts(archive: Archive, main: string): string[] {
  const relations = new Map(readRelations(archive, main).map((relation) => [relation.id, relation]))
  const parts: string[] = []
  readXml(archive, main, {
    open(name, attributes) {
      const slide = name === 'sldId' ? relations.get(attributes['r:id'] ?? '') : undefined
      if (slide) parts.push(slide.target)
    },
  })
  return parts
}

function readSlide(
  archive: Archive,
  part: string,
  pages: PageBuilder,
  omissions: Omissions,
  background: Set<string>,
): void {
  const relations = readRelations(archive, part)
  const targets = (type: string) => relations.filter((relation) => relation.type === type).map(({ target }) => target)
  const shapes = readShapes(archive, part)
  if (shapes === undefined) throw new FormatError('damaged', `${part} is missing`)
  if (shapes.title) pages.heading(1, shapes.title)
  pages.label(shapes.isHidden ? `${shapes.title} (hidden)` : shapes.title)
  putShapes(shapes, pages)
  for (const id of shapes.diagramIds) {
    const diagram = relations.find((relation: Relation) => relation.id === id)
    if (diagram) readDiagram(archive, diagram.target, pages)
  }
  for (const target of targets('chart')) readChart(archive, target, pages)
  for (const target of targets('notesSlide')) putNotes(readShapes(archive, target), pages)
  for (const layout of targets('slideLayout')) {
    const masters = readRelations(archive, layout).filter(({ type }) => type === 'slideMaster')
    for (const name of [layout, ...masters.map(({ target }) => target)]) {
      if (background.has(name)) continue
      background.add(name)
      putBackground(readShapes(archive, name), pages)
    }
  }
  omissions.add('pictures', shapes.pictures)
  for (const target of targets('comments')) {
    readXml(archive, target, { open: (name) => omissions.add('comments', name === 'cm' ? 1 : 0) })
  }
}

function putNotes(shapes: SlideShapes | undefined, pages: PageBuilder): void {
  const lines = (shapes?.shapes ?? [])
    .filter(({ placeholder }) => placeholder === 'body')
    .flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text.trim()).filter(Boolean))
  for (const [index, line] of lines.entries()) pages.paragraph(index === 0 ? `Notes: ${line}` : line)
}

/** The placeholders of a layout hold hints for authors. */
function putBackground(shapes: SlideShapes | undefined, pages: PageBuilder): void {
  if (!shapes) return
  putShapes({ ...shapes, shapes: shapes.shapes.filter(({ placeholder }) => placeholder === undefined) }, pages)
}
