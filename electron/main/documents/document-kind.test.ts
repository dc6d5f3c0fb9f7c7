import { expect, test } from 'vitest'
import { documentFormats, documentKinds } from '../../../contract/documents.js'
import { cleanName, kindOf, readFailureError, titleOf } from './document-kind.js'

const refusal = (name: string, bytes: number) => {
  try {
    return kindOf(name, bytes)
  } catch (error) {
    return error
  }
}

test.each([
  ['notes.txt', 'text'],
  ['NOTES.TXT', 'text'],
  ['readme.md', 'markdown'],
  ['a.b.markdown', 'markdown'],
  ['letter.PDF', 'pdf'],
  ['scan.JPG', 'image'],
  ['main.rs', 'text'],
  ['query.sql', 'text'],
  ['server.log', 'text'],
])('%s is accepted', (name, kind) => {
  expect(kindOf(name, 1)).toBe(kind)
})

test.each(documentKinds)('every extension of %s is accepted as that kind', (kind) => {
  for (const extension of documentFormats[kind].extensions) expect(kindOf(`a.${extension}`, 1)).toBe(kind)
})

test.each([
  ['letter.doc', 10, 'document-unsupported', /old Word files\. Save it as \.docx and add that file\.$/],
  ['plan.pages', 10, 'document-unsupported', /Pages files\. Save it as \.docx or \.pdf/],
  [
    'song.mp3',
    10,
    'document-unsupported',
    /this kind of file\. It reads PDF, Word, .*text.*: save it as one of them, and add that file\.$/,
  ],
  ['photo.HEIC', 10, 'document-unsupported', /HEIC files\. Save it as \.jpg/],
  ['Makefile', 10, 'document-unsupported', /this kind of file/],
  ['trick.constructor', 10, 'document-unsupported', /this kind of file/],
  ['empty.txt', 0, 'document-empty', /empty/],
  ['big.txt', 653_000_000, 'document-too-large', /653 MB.*500 MB/],
])('%s is refused with a reason', (name, bytes, code, message) => {
  expect(refusal(name, bytes)).toMatchObject({ code, message: expect.stringMatching(message) })
})

test.each([
  ['../../etc/passwd.txt', 'passwd.txt'],
  ['C:\\Users\\me\\report.md', 'report.md'],
  ['re\u202etxt.port\u0000.md', 'retxt.port.md'],
  ['..', 'Document'],
  ['\u200b', 'Document'],
])('the name %j loses its folders and hidden characters', (name, cleaned) => {
  expect(cleanName(name)).toBe(cleaned)
})

test('a very long name is cut and keeps its extension', () => {
  const name = cleanName(`${'long '.repeat(100)}.md`)
  expect(name.length).toBeLessThan(130)
  expect(name).toMatch(/….md$/)
})

test('the title of a conversation has no extension and is never empty', () => {
  expect(titleOf('Minutes of the board.md')).toBe('Minutes of the board')
  expect(titleOf('.md')).toBe('.md')
})

test('a file that attacks its reader has a sentence of its own', () => {
  expect(readFailureError('document-unsafe', 'docx').message).toMatch(
    /defines entities.*It was not read\. .*save it again/,
  )
})

test('no extension belongs to two kinds', () => {
  const all = documentKinds.flatMap((kind) => documentFormats[kind].extensions)
  expect(all.filter((extension, index) => all.indexOf(extension) !== index)).toEqual([])
})

test('the message for an unreadable file names the kind that its extension says', () => {
  expect(readFailureError('document-unreadable', 'text').message).toContain('not a text file')
  expect(readFailureError('document-unreadable', 'markdown').message).toContain('not a Markdown file')
  expect(readFailureError('document-unreadable', 'pdf').message).toContain('PDF is damaged')
})
