import type { SearchHit } from '../../../../contract/chat.js'
import { queryWords } from './search-text.js'

type Snippet = Pick<SearchHit, 'snippet' | 'matches'>
type Span = readonly [number, number]

const maxLeadLength = 40
const maxSnippetLength = 160
/** A long text is searched in overlapping blocks until the first match. */
const blockLength = 4_000
const overlapLength = 200

/** Lower-cases and strips diacritics; `offsetOf` maps a UTF-16 offset of the result, or its end, to the original. */
function fold(text: string): { folded: string; offsetOf: (index: number) => number } {
  if (/^[\x20-\x7e\s]*$/.test(text)) return { folded: text.toLowerCase(), offsetOf: (index) => index }
  let folded = ''
  const offsets: number[] = []
  let at = 0
  for (const character of text) {
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    for (let unit = 0; unit < plain.length; unit++) offsets.push(at)
    folded += plain
    at += character.length
  }
  return { folded, offsetOf: (index) => offsets[index] ?? text.length }
}

const onlyWordCharacters = (token: string) => token.replace(/[^\p{L}\p{N}\p{Co}]/gu, '')

/** Offsets where words of the text start with words of the query, in order, without overlaps. */
function findMatches(text: string, query: string): Span[] {
  const { folded, offsetOf } = fold(text)
  const spans: Span[] = []
  for (const tokens of queryWords(query)) {
    const plain = tokens.map((token) => onlyWordCharacters(fold(token).folded)).filter((token) => token !== '')
    if (plain.length === 0) continue
    const isSpaceless = tokens.length > 1
    const start = isSpaceless ? '' : '(?<![\\p{L}\\p{N}\\p{Co}])'
    const pattern = new RegExp(start + plain.join('[^\\p{L}\\p{N}\\p{Co}]*'), 'gu')
    for (const match of folded.matchAll(pattern)) {
      spans.push([offsetOf(match.index), offsetOf(match.index + match[0].length)])
    }
  }
  spans.sort((a, b) => a[0] - b[0])
  return spans.reduce<Span[]>((merged, span) => {
    const last = merged.at(-1)
    if (last && span[0] <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], span[1])]
    else merged.push(span)
    return merged
  }, [])
}

function firstMatch(text: string, query: string): number {
  for (let from = 0; from < text.length; from += blockLength) {
    const start = from === 0 ? 0 : wordStart(text, from, from + overlapLength)
    const [match] = findMatches(text.slice(start, from + blockLength + overlapLength), query)
    if (match) return start + match[0]
  }
  return 0
}

/** The text around the first match, as one line of plain text. */
export function makeSnippet(text: string, query: string): Snippet {
  const first = firstMatch(text, query)
  const start = first <= maxLeadLength ? 0 : wordStart(text, first - maxLeadLength, first)
  const end = Math.min(text.length, wordStart(text, start + maxSnippetLength, start + maxSnippetLength + 20))
  const lead = start > 0 ? '…' : ''
  const tail = end < text.length ? '…' : ''
  // One space for each unit of white space keeps the offsets valid.
  const excerpt = text.slice(start, end).replace(/\s/gu, ' ')
  const matches = findMatches(excerpt, query).map(([from, to]): Span => [from + lead.length, to + lead.length])
  return { snippet: lead + excerpt + tail, matches }
}

/** The first word start in `[from, limit)`, or `from` when there is none; never inside a character. */
function wordStart(text: string, from: number, limit: number): number {
  const space = text.slice(from, limit).search(/\s\S/u)
  if (space >= 0) return from + space + 1
  const isInside = /[\uDC00-\uDFFF]/.test(text[from] ?? '')
  return isInside ? from + 1 : from
}
