import { putDom } from './html/dom-blocks.js'
import { decodeHtml, parseHtml } from './html/parse-html.js'
import { FormatError, Omissions, type ReadPages } from './read-pages.js'
import { PageBuilder } from './shared/page-builder.js'
import { type Attributes, readXml } from './shared/xml.js'
import { Archive } from './shared/zip.js'

const maxChapters = 2_000

/**
 * Reads an EPUB: each file of its reading order is a page, named as the table of contents names it, or several pages when
 * it is long. Needs a `DOMParser`. Format: EPUB 3.3 and OPF 2.
 */
export function readEpub(bytes: Uint8Array): ReadPages {
  const archive = new Archive(bytes)
  refuseProtected(archive)
  const book = readPackage(archive, packagePath(archive))
  const labels = readContents(archive, book)
  const pages = new PageBuilder()
  const omissions = new Omissions()
  const problems: string[] = []
  const read = new Set<string>()
  for (const path of book.spine) {
    // A book that names one file again and again would be read for ever.
    if (read.has(path)) continue
    read.add(path)
    const data = archive.read(path)
    const label = labels.get(path)
    pages.breakPage(label)
    if (!data) {
      problems.push(`A chapter is missing (${path}).`)
      continue
    }
    if (data.length === 0) continue
    const document = parseHtml(decodeHtml(data).text)
    const heading = document.querySelector('h1, h2, h3')?.textContent
    if (!label && heading?.trim()) pages.label(heading)
    if (document.body) putDom(document.body, pages, omissions)
  }
  if (read.size === 0) throw new FormatError('damaged', 'the book names no chapter')
  return { ...(book.title ? { title: book.title } : {}), pages: pages.ownPages(), omitted: omissions.list(), problems }
}

/** Fonts may be obscured; chapters that are encrypted belong to a shop. */
function refuseProtected(archive: Archive): void {
  if (!archive.has('META-INF/encryption.xml')) return
  const paths: string[] = []
  readXml(archive, 'META-INF/encryption.xml', {
    open: (name, { URI }) => {
      if (name === 'CipherReference' && URI) paths.push(URI)
    },
  })
  if (paths.some((path) => /\.x?html?$/i.test(path))) throw new FormatError('encrypted', 'the book is copy protected')
}

function packagePath(archive: Archive): string {
  let path: string | undefined
  readXml(archive, 'META-INF/container.xml', {
    open: (name, attributes) => {
      if (name === 'rootfile') path ??= attributes['full-path']
    },
  })
  const found = path ?? archive.names.find((name) => name.toLowerCase().endsWith('.opf'))
  if (found === undefined) throw new FormatError('other-kind', 'no book in it')
  return found
}

interface Book {
  title: string
  /** Paths in the archive, in reading order. */
  readonly spine: string[]
  /** The table of contents, of EPUB 3 or 2. */
  contents?: string
}

function readPackage(archive: Archive, path: string): Book {
  const items = new Map<string, string>()
  const book: Book = { title: '', spine: [] }
  let isTitle = false
  const isFound = readXml(archive, path, {
    open(name, attributes: Attributes) {
      isTitle = name === 'title' && !book.title
      const { id = '', href = '', properties = '' } = attributes
      if (name === 'item') {
        const target = resolve(path, href)
        items.set(id, target)
        const isNcx = attributes['media-type'] === 'application/x-dtbncx+xml'
        if (properties.split(' ').includes('nav') || (isNcx && !book.contents)) book.contents = target
      } else if (name === 'itemref' && book.spine.length < maxChapters) {
        const target = items.get(attributes.idref ?? '')
        if (target) book.spine.push(target)
      }
    },
    close() {
      isTitle = false
    },
    text(text) {
      if (isTitle) book.title = `${book.title}${text}`.trim().slice(0, 300)
    },
  })
  if (!isFound) throw new FormatError('damaged', `${path} is missing`)
  return book
}

/** The first label of each file. Without a contents page, chapters take their headings as labels. */
function readContents(archive: Archive, { contents }: Book): Map<string, string> {
  const labels = new Map<string, string>()
  const data = contents ? archive.read(contents) : undefined
  if (!contents || !data || data.length === 0) return labels
  const add = (href: string | null, label: string | null | undefined) => {
    const path = href ? resolve(contents, href) : undefined
    if (path && label?.trim() && !labels.has(path)) labels.set(path, label)
  }
  const document = parseHtml(decodeHtml(data).text)
  for (const link of document.querySelectorAll('nav a')) add(link.getAttribute('href'), link.textContent)
  for (const point of document.querySelectorAll('navpoint, navPoint')) {
    add(point.querySelector('content')?.getAttribute('src') ?? null, point.querySelector('text')?.textContent)
  }
  return labels
}

function resolve(from: string, href: string): string {
  const path = href.replace(/[?#].*$/s, '')
  const folder = from.slice(0, from.lastIndexOf('/') + 1)
  const parts: string[] = []
  for (const part of `${folder}${decodePath(path)}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
