import type { ReadDocument } from '../../../contract/reader.js'

/** What the person should know about how a document was read; mostly nothing. */
export function readingNotes({ removedCharacters, encoding }: ReadDocument): readonly string[] {
  const notes: string[] = []
  if (removedCharacters === 1) notes.push('1 hidden character was removed.')
  if (removedCharacters > 1) notes.push(`${removedCharacters.toLocaleString('en')} hidden characters were removed.`)
  if (encoding === 'windows-1252') notes.push('The file does not name its encoding; it was read as Windows-1252.')
  return notes
}
