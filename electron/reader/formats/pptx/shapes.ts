import type { PageBuilder } from '../shared/page-builder.js'
import { readXml } from '../shared/xml.js'
import type { Archive } from '../shared/zip.js'

interface Shape {
  /** The kind of placeholder; undefined for a shape that is none. */
  readonly placeholder: string | undefined
  readonly paragraphs: { readonly text: string; readonly depth: number }[]
  readonly table?: string[][]
}

export interface SlideShapes {
  readonly title: string
  readonly isHidden: boolean
  /** Without the title. */
  readonly shapes: readonly Shape[]
  readonly diagramIds: readonly string[]
  readonly pictures: number
}

const titles = new Set(['title', 'ctrTitle'])
/** Slide numbers and pictures of slides say nothing about the text. */
const ignored = new Set(['sldNum', 'sldImg'])
const bulleted = new Set(['body', 'obj', 'subTitle'])

/** The shapes of a slide, its notes or its layout, in order; undefined if the part is missing. */
export function readShapes(archive: Archive, part: string): SlideShapes | undefined {
  const shapes: Shape[] = []
  const diagramIds: string[] = []
  const title: string[] = []
  let isHidden = false
  let pictures = 0
  let placeholder: string | undefined
  let paragraphs: Shape['paragraphs'] = []
  let table: { rows: string[][]; row: string[]; isMerged: boolean } | undefined
  let text = ''
  let depth = 0
  let isText = false
  let skipDepth = 0
  const endShape = () => {
    if (placeholder !== undefined && titles.has(placeholder)) title.push(...paragraphs.map((one) => one.text.trim()))
    else if (!ignored.has(placeholder ?? '')) {
      shapes.push({ placeholder, paragraphs, ...(table ? { table: table.rows } : {}) })
    }
    placeholder = undefined
    paragraphs = []
    table = undefined
  }
  const isFound = readXml(archive, part, {
    open(name, attributes) {
      if (skipDepth > 0 || name === 'Fallback') {
        skipDepth++
        return
      }
      if (name === 'sld') isHidden = ['0', 'false'].includes(attributes.show ?? '1')
      else if (name === 'ph') placeholder = attributes.type ?? 'obj'
      else if (name === 'p') {
        text = ''
        depth = 0
      } else if (name === 'pPr') depth = Number(attributes.lvl ?? 0) || 0
      else if (name === 't') isText = true
      else if (name === 'br' || name === 'tab') text += name === 'br' ? '\n' : ' '
      else if (name === 'tbl') table = { rows: [], row: [], isMerged: false }
      else if (name === 'tr' && table) table.row = []
      else if (name === 'tc' && table) {
        paragraphs = []
        table.isMerged = [attributes.hMerge, attributes.vMerge].some((merge) => merge === '1' || merge === 'true')
      } else if (name === 'relIds' && attributes.dm) diagramIds.push(attributes.dm)
      else if (name === 'blip') pictures++
    },
    close(name) {
      if (skipDepth > 0) {
        skipDepth--
        return
      }
      if (name === 't') isText = false
      else if (name === 'p') paragraphs.push({ text, depth })
      else if (name === 'tc' && table) {
        table.row.push(table.isMerged ? '' : paragraphs.map((one) => one.text.trim()).join(' '))
        paragraphs = []
      } else if (name === 'tr' && table) table.rows.push(table.row)
      else if (['sp', 'graphicFrame', 'cxnSp'].includes(name)) endShape()
    },
    text(piece) {
      if (isText) text += piece
    },
  })
  if (!isFound) return undefined
  return { title: title.filter(Boolean).join(' '), isHidden, shapes, diagramIds, pictures }
}

export function putShapes({ shapes }: SlideShapes, pages: PageBuilder): void {
  for (const { placeholder, paragraphs, table } of shapes) {
    if (table) pages.table(table)
    for (const { text, depth } of paragraphs) {
      if (bulleted.has(placeholder ?? '')) pages.item('-', depth, text)
      else pages.paragraph(text)
    }
  }
}
