import type { ReadDocument } from '../../../contract/reader.js'

/** What the user should know about how a document was read; usually empty. */
export function readingRemarks({ removedCharacters, encoding, omitted, problems }: ReadDocument): readonly string[] {
  const remarks: string[] = []
  if (removedCharacters === 1) remarks.push('1 hidden character was removed.')
  if (removedCharacters > 1) remarks.push(`${removedCharacters.toLocaleString('en')} hidden characters were removed.`)
  if (encoding === 'windows-1252') remarks.push('The file does not name its encoding; it was read as Windows-1252.')
  for (const { what, count } of omitted) remarks.push(`Left out: ${what} (${count.toLocaleString('en')}).`)
  return [...remarks, ...problems]
}
