import { type DocumentJob, documentTooLarge, maxDocumentBytes } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import type { ReadFailure } from '../../../contract/reader.js'

const kinds: Readonly<Record<string, DocumentJob['kind']>> = {
  txt: 'text',
  text: 'text',
  md: 'markdown',
  markdown: 'markdown',
}
const toCome: Readonly<Record<string, string>> = {
  pdf: 'PDF',
  doc: 'Word',
  docx: 'Word',
  rtf: 'RTF',
  odt: 'OpenDocument',
  pages: 'Pages',
  epub: 'EPUB',
}

/**
 * What a file is, by its name and size; its content is only ever looked at in a reader. Throws `document-unsupported`,
 * `document-empty` or `document-too-large`.
 */
export function kindOf(name: string, bytes: number): DocumentJob['kind'] {
  const ending = /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const kind = Object.hasOwn(kinds, ending) ? kinds[ending] : undefined
  if (!kind) throw new AppError('document-unsupported', unsupported(ending))
  if (bytes === 0) throw failure('document-empty')
  if (bytes > maxDocumentBytes) {
    throw new AppError('document-too-large', `${documentTooLarge('This file', bytes)} Split it and add the pieces.`)
  }
  return kind
}

function unsupported(ending: string): string {
  const name = Object.hasOwn(toCome, ending) ? toCome[ending] : undefined
  if (name === 'PDF' || name === 'Word') {
    return `Parley can't read ${name} files yet. PDF and Word are to come; for now it reads text and Markdown.`
  }
  const what = name ? `${name} files` : 'this kind of file'
  return `Parley can't read ${what}. It reads text (.txt) and Markdown (.md); PDF and Word are to come.`
}

const sentences: Readonly<Record<ReadFailure, string>> = {
  'document-empty': 'This file is empty: there is no text in it.',
  'document-unreadable': 'This is not a text file, although its name says so.',
}

/** The error for what a reader found. */
export const failure = (code: ReadFailure) => new AppError(code, sentences[code])

/** A file's name as it is shown: no folders, no control or hidden characters, not endless. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '').trim()
  const characters = [...plain]
  if (characters.length === 0 || plain === '.' || plain === '..') return 'Document'
  if (characters.length <= 120) return plain
  const ending = /\.[^.]{1,10}$/.exec(plain)?.[0] ?? ''
  return `${characters.slice(0, 110).join('')}…${ending}`
}

/** The title of a conversation that begins with a document. */
export const titleOf = (name: string) => name.replace(/\.[^.]{1,10}$/, '').trim() || name
