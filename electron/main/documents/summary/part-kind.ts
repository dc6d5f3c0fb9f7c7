/** What a part mostly consists of. Notes on a list of contents or of references need no more than one point. */
export type PartKind = 'prose' | 'table' | 'contents' | 'references'

const minShare = 0.6
/** "2.1 The ferry ........ 14" */
const contentsLine = /(?:\.{3}|…|\t|\s{3}|(?:\. ){3})\s{0,3}(?:\d{1,4}|[ivxlc]{1,7})$/i
/** "Berg, A. (2004). On ferries.", "[12] A. Berg, On ferries, 2004", or with a DOI. */
const referenceLine =
  /^(?:\[\d{1,3}\]|\d{1,3}\.|\p{Lu}[\p{L}-]+, \p{Lu}\.).{0,300}(?<!\d)(?:1[5-9]|20)\d{2}[a-z]?(?!\d)|doi\.org\/10\.|doi: ?10\./iu
const minLines = 4

/** The kind of a text by its lines: at least six tenths of four or more. */
export function partKind(text: string): PartKind {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const isMostly = (matches: (line: string) => boolean) => lines.filter(matches).length >= minShare * lines.length
  if (lines.length < minLines) return 'prose'
  if (isMostly((line) => line.trimStart().startsWith('|'))) return 'table'
  if (isMostly((line) => contentsLine.test(line.trimEnd()))) return 'contents'
  if (isMostly((line) => referenceLine.test(line))) return 'references'
  return 'prose'
}
