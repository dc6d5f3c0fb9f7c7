import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

export interface Heading {
  readonly title: string
  /** 1 is the highest. */
  readonly level: number
}

type Outline = NonNullable<Awaited<ReturnType<PDFDocumentProxy['getOutline']>>>

const maxHeadings = 5_000
const maxLevel = 6

/** The entries of the outline by the number of the page that they lead to. */
export async function readHeadings(pdf: PDFDocumentProxy): Promise<Map<number, Heading[]>> {
  const headings = new Map<number, Heading[]>()
  const outline = (await pdf.getOutline()) ?? []
  const pageOf = createPageFinder(pdf)
  for (const { item, level } of flatten(outline)) {
    const page = await pageOf(item.dest)
    if (page === undefined) continue
    const list = headings.get(page) ?? []
    list.push({ title: item.title, level })
    headings.set(page, list)
  }
  return headings
}

function flatten(outline: Outline) {
  const entries: { item: Outline[number]; level: number }[] = []
  const walk = (items: Outline, level: number) => {
    for (const item of items) {
      if (entries.length >= maxHeadings) return
      entries.push({ item, level })
      if (level < maxLevel) walk(item.items, level + 1)
    }
  }
  walk(outline, 1)
  return entries
}

function createPageFinder(pdf: PDFDocumentProxy) {
  const known = new Map<string, number | undefined>()
  return async (destination: Outline[number]['dest']): Promise<number | undefined> => {
    try {
      const place = typeof destination === 'string' ? await pdf.getDestination(destination) : destination
      const target: unknown = place?.[0]
      if (typeof target === 'number') return target + 1
      if (!isReference(target)) return undefined
      const key = `${target.num} ${target.gen}`
      if (!known.has(key)) known.set(key, (await pdf.getPageIndex(target)) + 1)
      return known.get(key)
    } catch {
      return undefined // a damaged entry leads nowhere
    }
  }
}

const isReference = (value: unknown): value is { num: number; gen: number } =>
  typeof value === 'object' && value !== null && 'num' in value && 'gen' in value
