import { clean } from '../clean.js'
import { decode } from '../decode.js'
import { toPages } from '../pages.js'
import type { ReadPages } from './read-pages.js'

/** Longer text is not laid out, which would need several times its memory. */
const maxFormattedLength = 20_000_000

/** Reads JSON, laid out in lines where it has none of its own. JSON in lines and JSON with errors read as they stand. */
export function readJson(bytes: Uint8Array): ReadPages {
  const { text, encoding } = decode(bytes)
  const problems: string[] = []
  const pages = toPages(clean(layOut(text.replace(/^\ufeff/, ''), problems)).text, 'plain')
  return {
    encoding,
    pages: pages.map(({ passages }) => ({ passages, status: passages.length > 0 ? 'read' : 'empty' })),
    omitted: [],
    problems,
  }
}

function layOut(text: string, problems: string[]): string {
  if (text.length > maxFormattedLength) return text
  try {
    const value: unknown = JSON.parse(text)
    const isOneLine = !text.trim().includes('\n')
    return isOneLine ? JSON.stringify(value, undefined, 2) : text
  } catch {
    if (!isJsonLines(text)) problems.push('The file is not valid JSON and is read as text.')
    return text
  }
}

function isJsonLines(text: string): boolean {
  const lines = text.slice(0, 100_000).split('\n').slice(0, 5)
  try {
    for (const line of lines.slice(0, -1)) if (line.trim()) JSON.parse(line)
    return lines.length > 1
  } catch {
    return false
  }
}
