import { readXml } from '../shared/xml.js'
import type { Archive } from '../shared/zip.js'

export interface DocxStyle {
  /** 1 to 9; undefined for body text. */
  readonly headingLevel?: number
  readonly list?: DocxList
}

export interface DocxList {
  readonly id: string
  readonly depth: number
}

export interface DocxStyles {
  styleOf(id: string): DocxStyle
  isNumbered(list: DocxList): boolean
}

interface RawStyle {
  name: string
  basedOn: string
  level?: number
  listId?: string
  listDepth: number
}

/** What paragraph styles and lists mean. Damage in either costs headings or numbers, not text. */
export function readStyles(
  archive: Archive,
  stylesPart: string | undefined,
  numberingPart: string | undefined,
  tolerate: (read: () => void) => void,
): DocxStyles {
  const raw = new Map<string, RawStyle>()
  tolerate(() => stylesPart && readRawStyles(archive, stylesPart, raw))
  const formats = new Map<string, string>()
  tolerate(() => numberingPart && readNumbering(archive, numberingPart, formats))
  const known = new Map<string, DocxStyle>()
  return {
    styleOf(id) {
      const style = known.get(id) ?? resolve(raw, id)
      known.set(id, style)
      return style
    },
    isNumbered: ({ id, depth }) => !['bullet', 'none', undefined].includes(formats.get(`${id}/${depth}`)),
  }
}

function readRawStyles(archive: Archive, part: string, styles: Map<string, RawStyle>): void {
  let style: RawStyle | undefined
  readXml(archive, part, {
    open(name, attributes) {
      const { val = '' } = attributes
      if (name === 'style') {
        style = { name: '', basedOn: '', listDepth: 0 }
        styles.set(attributes.styleId ?? '', style)
      } else if (!style) return
      else if (name === 'name') style.name = val
      else if (name === 'basedOn') style.basedOn = val
      else if (name === 'outlineLvl') style.level = Number(val) + 1
      else if (name === 'numId') style.listId = val
      else if (name === 'ilvl') style.listDepth = Number(val) || 0
    },
    close(name) {
      if (name === 'style') style = undefined
    },
  })
}

/** A style has what it does not say itself from the one that it is based on; a circle of them ends. */
function resolve(styles: ReadonlyMap<string, RawStyle>, id: string): DocxStyle {
  let headingLevel: number | undefined
  let list: DocxList | undefined
  let style = styles.get(id)
  for (let steps = 0; style && steps < 20; steps++) {
    headingLevel ??= style.level ?? levelOfName(style.name)
    if (!list && style.listId) list = { id: style.listId, depth: style.listDepth }
    style = styles.get(style.basedOn)
  }
  const isHeading = headingLevel !== undefined && headingLevel >= 1 && headingLevel <= 9
  return { ...(isHeading ? { headingLevel } : {}), ...(list && list.id !== '0' ? { list } : {}) }
}

/** Word keeps the English names of built-in styles in every language. */
function levelOfName(name: string): number | undefined {
  const lower = name.toLowerCase()
  if (lower === 'title') return 1
  const level = /^heading ([1-9])$/.exec(lower)?.[1]
  return level ? Number(level) : undefined
}

/** Formats by `numId/ilvl`. */
function readNumbering(archive: Archive, part: string, formats: Map<string, string>): void {
  const abstract = new Map<string, string>()
  let abstractId = ''
  let numId = ''
  let level = ''
  readXml(archive, part, {
    open(name, attributes) {
      const { val = '' } = attributes
      if (name === 'abstractNum') abstractId = attributes.abstractNumId ?? ''
      else if (name === 'num') numId = attributes.numId ?? ''
      else if (name === 'lvl') level = attributes.ilvl ?? ''
      else if (name === 'numFmt' && !numId) abstract.set(`${abstractId}/${level}`, val)
      else if (name === 'abstractNumId' && numId) {
        for (let depth = 0; depth < 9; depth++) {
          const format = abstract.get(`${val}/${depth}`)
          if (format) formats.set(`${numId}/${depth}`, format)
        }
      }
    },
    close(name) {
      if (name === 'num') numId = ''
    },
  })
}
