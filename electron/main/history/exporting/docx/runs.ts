import { openableAddress } from '../../../../../contract/openable-address.js'
import type { InlineNode } from '../../../../../markdown/nodes.js'
import { xmlText } from './xml.js'

/** What a text looks like, as Word writes it in the properties of a run. */
type Look = readonly string[]

const looks: Readonly<Partial<Record<InlineNode['type'], string>>> = {
  strong: '<w:b/>',
  em: '<w:i/>',
  del: '<w:strike/>',
  sub: '<w:vertAlign w:val="subscript"/>',
  sup: '<w:vertAlign w:val="superscript"/>',
}
/** The order that the schema asks for; Word refuses another one. */
const order = ['<w:rStyle', '<w:b/>', '<w:i/>', '<w:strike/>', '<w:vertAlign', '<w:rtl/>']
const propertiesOf = (look: Look): string => {
  const sorted = order.flatMap((start) => look.find((each) => each.startsWith(start)) ?? [])
  return sorted.length === 0 ? '' : `<w:rPr>${sorted.join('')}</w:rPr>`
}

const code = '<w:rStyle w:val="CodeText"/>'
const link = '<w:rStyle w:val="Hyperlink"/>'

/** Text in runs; its line ends and tabs become elements. */
export function run(text: string, look: Look = []): string {
  if (text === '') return ''
  const pieces = text.split(/(\r\n|[\n\r\t])/).map((piece) => {
    if (piece === '') return ''
    if (piece === '\t') return '<w:tab/>'
    return /^[\r\n]/.test(piece) ? '<w:br/>' : `<w:t xml:space="preserve">${xmlText(piece)}</w:t>`
  })
  return `<w:r>${propertiesOf(look)}${pieces.join('')}</w:r>`
}

/** Addresses that the document links to, by their relation. */
export class Links {
  readonly #ids = new Map<string, string>()

  idOf(address: string): string {
    const id = this.#ids.get(address) ?? `link${this.#ids.size + 1}`
    this.#ids.set(address, id)
    return id
  }

  get relations(): string {
    const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink'
    return [...this.#ids]
      .map(
        ([address, id]) =>
          `<Relationship Id="${id}" Type="${type}" Target="${xmlText(address)}" TargetMode="External"/>`,
      )
      .join('')
  }
}

/** The content of a paragraph. */
export function runs(nodes: readonly InlineNode[], links: Links, look: Look = [], isInLink = false): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return run(node.text, look)
        case 'code':
          return run(node.text, [code, ...look])
        case 'formula':
          return run(node.formula.source, [code, ...look])
        case 'break':
          return '<w:r><w:br/></w:r>'
        case 'image':
          return run(node.text || 'Image', look)
        case 'note-reference':
          return run(node.label, ['<w:vertAlign w:val="superscript"/>', ...look])
        case 'link': {
          const address = isInLink ? undefined : openableAddress(node.href)
          if (address === undefined) return runs(node.children, links, look, isInLink)
          const words = runs(node.children, links, [link, ...look], true)
          return words === '' ? '' : `<w:hyperlink r:id="${links.idOf(address)}">${words}</w:hyperlink>`
        }
        default: {
          const more = looks[node.type]
          return runs(node.children, links, more === undefined ? look : [more, ...look], isInLink)
        }
      }
    })
    .join('')
}
