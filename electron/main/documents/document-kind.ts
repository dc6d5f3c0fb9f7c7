import {
  commonKinds,
  type DocumentKind,
  documentFormats,
  documentTooLarge,
  extensionOf,
  kindOfName,
  maxDocumentBytes,
} from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import type { ReadFailure } from '../../../contract/reader.js'

/** Common formats without a reader. */
const unreadableFormats = [
  { label: 'old Word', extensions: ['doc'], saveAs: '.docx' },
  { label: 'old Excel', extensions: ['xls'], saveAs: '.xlsx' },
  { label: 'old PowerPoint', extensions: ['ppt'], saveAs: '.pptx' },
  { label: 'Pages', extensions: ['pages'], saveAs: '.docx or .pdf' },
  { label: 'Numbers', extensions: ['numbers'], saveAs: '.xlsx or .csv' },
  { label: 'Keynote', extensions: ['key'], saveAs: '.pptx or .pdf' },
  { label: 'HEIC', extensions: ['heic', 'heif'], saveAs: '.jpg' },
  { label: 'TIFF', extensions: ['tif', 'tiff'], saveAs: '.pdf or .png' },
]

/**
 * The kind of a file, from its name; only a reader looks at the content. Throws `document-unsupported`,
 * `document-empty` or `document-too-large`.
 */
export function kindOf(name: string, bytes: number): DocumentKind {
  const kind = kindOfName(name)
  if (!kind) throw new AppError('document-unsupported', unsupported(extensionOf(name)))
  if (bytes === 0) throw readFailureError('document-empty', kind)
  if (bytes > maxDocumentBytes) throw tooLargeError(bytes)
  return kind
}

export const tooLargeError = (bytes: number) =>
  new AppError('document-too-large', `${documentTooLarge('This file', bytes)} Split it and add the pieces.`)

function unsupported(extension: string): string {
  const format = unreadableFormats.find(({ extensions }) => extensions.includes(extension))
  if (format) return `Parley can't read ${format.label} files. Save it as ${format.saveAs} and add that file.`
  return `Parley can't read this kind of file. It reads ${commonKinds}: save it as one of them, and add that file.`
}

const noTextInPdf = 'There is no text in this PDF: its pages are blank, or pictures without legible text.'
const pdfNeedsPassword = 'This file needs a password. Enter it, or save the file without one and add it again.'
const noTextInPicture = 'There is no legible text in this picture.'

/** The error for a reader's failure; the name of the file says that it is of `kind`. */
export function readFailureError(code: ReadFailure, kind: DocumentKind): AppError {
  switch (code) {
    case 'document-empty':
      if (kind === 'pdf') return new AppError(code, noTextInPdf)
      if (kind === 'image') return new AppError(code, noTextInPicture)
      return new AppError(code, 'This file is empty: there is no text in it.')
    case 'document-unreadable':
      if (kind === 'pdf')
        return new AppError(code, 'This PDF is damaged, or it is another kind of file. Save it again and add it.')
      return new AppError(code, `This is not a ${documentFormats[kind].label} file, although its name says so.`)
    case 'document-unsafe':
      return new AppError(
        code,
        'This file defines entities, with which files attack their readers, and documents have no use for them. It was not read. If you trust it, open it in the program that made it, save it again and add that file.',
      )
    case 'document-encrypted':
      if (kind === 'pdf') return new AppError(code, pdfNeedsPassword)
      return new AppError(code, 'This file needs a password. Save it without one and add it again.')
    case 'document-password':
      return new AppError(code, 'This is not the password of this file. Nothing was changed. Enter another one.')
    case 'document-too-large':
      return new AppError(code, 'Unpacked, this file is too large. Split it and add the pieces.')
  }
}

/** A file's name for display: without folders, control characters and hidden characters, and not too long. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '').trim()
  if (plain === '' || plain === '.' || plain === '..') return 'Document'
  const characters = [...plain.slice(0, 2 * 121)] // a character has at most two units, and a name of a megabyte is cut
  if (characters.length <= 120) return plain
  const ending = /\.[^.]{1,10}$/.exec(plain)?.[0] ?? ''
  return `${characters.slice(0, 110).join('')}…${ending}`
}

/** The title of a conversation that starts with a document. */
export const titleOf = (name: string) => name.replace(/\.[^.]{1,10}$/, '').trim() || name
