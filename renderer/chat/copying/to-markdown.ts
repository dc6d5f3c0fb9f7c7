import TurndownService from 'turndown'
import { markdownTable } from '../pasting/markdown-table.js'
import { formulaAttribute } from './clean-copy.js'

/** Between the cells of a row and between rows, until the whole table is known. Neither is in a text of the store. */
const [cellEnd, rowEnd] = ['\u0001', '\u0002']

const turndown = new TurndownService({
  headingStyle: 'atx',
  hr: '---',
  bulletListMarker: '-',
  codeBlockStyle: 'fenced',
  emDelimiter: '*',
})
  .addRule('formula', {
    filter: (node) => node.hasAttribute(formulaAttribute),
    replacement: (_, node) => (node as Element).getAttribute(formulaAttribute) ?? '',
  })
  .addRule('item', {
    filter: 'li',
    replacement(content, node) {
      const list = node.parentElement
      const place = [...(list?.children ?? [])].indexOf(node as Element)
      const first = Number(list?.getAttribute('start') ?? 1)
      const mark = list?.localName === 'ol' ? `${first + place}. ` : '- '
      const text = content
        .trim()
        .replace(/^☑ ?/, '[x] ')
        .replace(/^☐ ?/, '[ ] ')
        .replaceAll('\n', `\n${' '.repeat(mark.length)}`)
        .replaceAll(/^ +$/gm, '')
      return `${mark}${text}${node.nextSibling ? '\n' : ''}`
    },
  })
  .addRule('cell', {
    filter: ['th', 'td'],
    replacement: (content) => content.trim().replaceAll(/\n+/g, '\n') + cellEnd,
  })
  .addRule('row', { filter: 'tr', replacement: (content) => content + rowEnd })
  .addRule('rows', { filter: ['thead', 'tbody'], replacement: (content) => content })
  .addRule('table', {
    filter: 'table',
    replacement: (content) => `\n\n${markdownTable(rowsOf(content))}\n\n`,
  })
  .addRule('struck', { filter: 'del', replacement: (content) => `~~${content}~~` })
  .keep(['sub', 'sup', 'kbd'])

function rowsOf(content: string): readonly (readonly string[])[] {
  const rows = content
    .split(rowEnd)
    .filter((row) => row.includes(cellEnd))
    .map((row) =>
      row
        .split(cellEnd)
        .slice(0, -1)
        .map((cell) => cell.trim()),
    )
  const width = Math.max(0, ...rows.map((row) => row.length))
  return rows.map((row) => [...row, ...Array<string>(width - row.length).fill('')])
}

/** What `cleanCopy` made, as Markdown. */
export const toMarkdown = (content: HTMLElement): string => turndown.turndown(content)
