import type { PageBuilder } from './page-builder.js'
import { readXml } from './xml.js'
import type { Archive } from './zip.js'

const maxPoints = 1_000

interface Series {
  name: string
  readonly values: Map<number, string>
}

/** Puts a chart's title and the numbers that it draws, as the file keeps them. ECMA-376 part 1, DrawingML charts. */
export function readChart(archive: Archive, part: string, pages: PageBuilder): void {
  const series: Series[] = []
  const categories = new Map<number, string>()
  let title = ''
  let titleDepth = 0
  let role = ''
  let index = 0
  let text: string | undefined
  readXml(archive, part, {
    open(name, attributes) {
      if (name === 'title') titleDepth++
      else if (name === 'ser') series.push({ name: '', values: new Map() })
      else if (['tx', 'cat', 'val', 'xVal', 'yVal'].includes(name)) role = name
      else if (name === 'pt') index = Number(attributes.idx ?? 0) || 0
      else if (name === 'v' || name === 't') text = ''
    },
    close(name) {
      const last = series.at(-1)
      if (name === 'title') titleDepth--
      else if (['tx', 'cat', 'val', 'xVal', 'yVal'].includes(name)) role = ''
      else if (name === 't' && titleDepth > 0) title += text ?? ''
      else if (name === 'v' && last && index < maxPoints) {
        if (role === 'tx') last.name += text ?? ''
        else if (role === 'cat' || role === 'xVal') categories.set(index, text ?? '')
        else if (role === 'val' || role === 'yVal') last.values.set(index, text ?? '')
      }
      if (name === 'v' || name === 't') text = undefined
    },
    text(piece) {
      if (text !== undefined) text += piece
    },
  })
  if (series.length === 0 && !title) return
  pages.paragraph(title ? `Chart: ${title}` : 'Chart')
  const indexes = [...new Set([...categories.keys(), ...series.flatMap(({ values }) => [...values.keys()])])]
  const rows = indexes
    .sort((a, b) => a - b)
    .map((point) => [categories.get(point) ?? '', ...series.map(({ values }) => values.get(point) ?? '')])
  pages.table([['', ...series.map(({ name }) => name)], ...rows])
}
