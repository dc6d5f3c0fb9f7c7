import { strToU8, Zip, ZipDeflate } from 'fflate'
import { type ShownConversation, type ShownPart, timeInWords } from '../shown-conversation.js'
import { DocxBlocks, Numberings } from './blocks.js'
import {
  contentTypes,
  documentEnd,
  documentRelations,
  documentStart,
  numbering,
  rootRelations,
  styles,
} from './parts.js'
import { Links, run } from './runs.js'

/** Conversations as a Word file, piece by piece. It is written from the nodes of our own parser, as the page of HTML is. */
export function* docxFile(conversations: Iterable<ShownConversation>): Generator<Uint8Array> {
  const pieces: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece)
  })
  const begin = (name: string) => {
    const entry = new ZipDeflate(name)
    zip.add(entry)
    return entry
  }
  const add = (name: string, text: string) => begin(name).push(strToU8(text), true)

  const blocks = new DocxBlocks(new Links(), new Numberings())
  add('[Content_Types].xml', contentTypes)
  add('_rels/.rels', rootRelations)
  const document = begin('word/document.xml')
  document.push(strToU8(documentStart))
  for (const conversation of conversations)
    for (const text of conversationXml(conversation, blocks)) {
      document.push(strToU8(text))
      yield* pieces.splice(0)
    }
  document.push(strToU8(documentEnd), true)
  add('word/_rels/document.xml.rels', documentRelations(blocks.links.relations))
  add('word/numbering.xml', numbering(blocks.numberings.instances))
  add('word/styles.xml', styles)
  zip.end()
  yield* pieces
}

function* conversationXml({ title, at, parts }: ShownConversation, blocks: DocxBlocks): Generator<string> {
  yield blocks.paragraph(run(title), 'Heading1')
  if (at !== undefined) yield blocks.paragraph(run(timeInWords(at)), 'Remark')
  for (const part of parts) yield partXml(part, blocks)
}

/** Reasoning is folded on the screen, and is left out. */
function partXml({ who, at, text, isMarkdown, remarks }: ShownPart, blocks: DocxBlocks): string {
  const when = at === undefined ? '' : ` · ${timeInWords(at)}`
  const body = text.trim() === '' ? '' : isMarkdown ? blocks.markdown(text) : blocks.paragraph(run(text), 'Said')
  return [
    blocks.paragraph(run(`${who}${when}`), 'Heading2'),
    body,
    ...remarks.map((remark) => blocks.paragraph(run(remark), 'Remark')),
  ].join('')
}
