import { readXml, type XmlHandler } from '../shared/xml.js'
import type { Archive } from '../shared/zip.js'

export interface OdfStyles {
  /** A paragraph or table of this style begins a page. */
  readonly breaksBefore: ReadonlySet<string>
  readonly breaksAfter: ReadonlySet<string>
  /** Tables (sheets) of this style are not shown. */
  readonly hidden: ReadonlySet<string>
  readonly numberedLists: ReadonlySet<string>
  readonly headers: readonly string[]
  readonly footers: readonly string[]
}

/** What styles say about pages, from styles.xml and from the automatic styles of content.xml. */
export function readOdfStyles(archive: Archive, tolerate: (read: () => void) => void): OdfStyles {
  const styles = {
    breaksBefore: new Set<string>(),
    breaksAfter: new Set<string>(),
    hidden: new Set<string>(),
    numberedLists: new Set<string>(),
    headers: new Set<string>(),
    footers: new Set<string>(),
  }
  let style = ''
  let list = ''
  let margin: Set<string> | undefined
  let text = ''
  const handler: XmlHandler = {
    open(name, attributes, fullName) {
      if (fullName === 'style:style') style = attributes.name ?? ''
      else if (fullName === 'text:list-style') list = attributes.name ?? ''
      else if (name === 'list-level-style-number' && attributes.level === '1' && attributes['num-format'] !== '') {
        styles.numberedLists.add(list)
      } else if (name === 'paragraph-properties' || name === 'table-properties') {
        if (attributes['break-before'] === 'page') styles.breaksBefore.add(style)
        if (attributes['break-after'] === 'page') styles.breaksAfter.add(style)
        if (attributes.display === 'false') styles.hidden.add(style)
      } else if (/^style:header(?:-left|-first)?$/.test(fullName)) margin = styles.headers
      else if (/^style:footer(?:-left|-first)?$/.test(fullName)) margin = styles.footers
      else if (name === 'p') text = ''
      else if (name === 'tab' || name === 's' || name === 'line-break') text += ' '
    },
    close(name, fullName) {
      if (fullName === 'style:style') style = ''
      else if (/^style:(?:header|footer)(?:-left|-first)?$/.test(fullName)) margin = undefined
      else if (name === 'p' && margin && text.trim()) margin.add(text.trim())
    },
    text(piece) {
      if (margin) text += piece
    },
  }
  tolerate(() => readXml(archive, 'styles.xml', handler))
  // Only the part before the body is wanted; a body that is damaged is told of when it is read.
  tolerate(() => {
    try {
      readXml(archive, 'content.xml', {
        ...handler,
        open(name, attributes, fullName) {
          if (fullName === 'office:body') throw bodyReached
          handler.open?.(name, attributes, fullName)
        },
      })
    } catch (error) {
      if (error !== bodyReached) throw error
    }
  })
  return { ...styles, headers: [...styles.headers], footers: [...styles.footers] }
}

const bodyReached = new Error('the styles end here')
