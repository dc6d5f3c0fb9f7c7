import type { SearchHit } from '../../../../contract/chat.js'
import { foldedForm, foldWithOffsets } from './fold.js'
import type { QueryWord } from './search-text.js'

type Snippet = Pick<SearchHit, 'snippet' | 'matches'>
type Span = readonly [number, number]
/** Where a word of the query may be: where a word of the text begins, or anywhere. */
type Place = 'beginning' | 'inside'

const maxLeadLength = 40
const maxSnippetLength = 160
/** A long text is searched in overlapping blocks until the first match. */
const blockLength = 4_000
const overlapLength = 200

const afterWord = '(?<![\\p{L}\\p{N}\\p{M}\\p{Co}])'
const gap = '[\\p{Cc}\\p{Cf}\\p{Z}]*'
const literally = (token: string) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Finds a word of the query in texts of the folded form. */
function patternOf({ folded: [first = '', ...others] }: QueryWord, place: Place): RegExp {
  const start = place === 'beginning' && /^[\p{L}\p{N}]/u.test(first) ? afterWord : ''
  return new RegExp(start + [first, ...others].map(literally).join(gap), 'gu')
}

/** The places of a word in a text: at the beginning of its words, or inside them when it is at no beginning. */
function spansOf(text: ReturnType<typeof foldWithOffsets>, word: QueryWord): Span[] {
  const { form, offsets } = text
  for (const place of ['beginning', 'inside'] as const) {
    const found = [...form.matchAll(patternOf(word, place))]
    if (found.length === 0) continue
    const end = offsets.at(-1) ?? 0
    return found.map(({ 0: { length }, index }) => [offsets[index] ?? end, endOf(offsets, index + length)])
  }
  return []
}

/** The end of the character in which the folded unit before `index` is: ß is two units, of which one may be found. */
function endOf(offsets: readonly number[], index: number): number {
  const last = offsets[index - 1] ?? 0
  let after = index
  while (offsets[after] === last) after++
  return offsets[after] ?? last
}

function findMatches(text: string, words: readonly QueryWord[]): readonly Span[] {
  const folded = foldWithOffsets(text)
  const spans = words.flatMap((word) => spansOf(folded, word)).sort((a, b) => a[0] - b[0])
  return spans.reduce<Span[]>((merged, span) => {
    const last = merged.at(-1)
    if (last && span[0] <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], span[1])]
    else merged.push(span)
    return merged
  }, [])
}

/** The offset of the first word of the query in a text, or 0. */
function firstMatch(text: string, words: readonly QueryWord[]): number {
  for (const place of ['beginning', 'inside'] as const) {
    const patterns = words.map((word) => patternOf(word, place))
    for (let from = 0; from < text.length; from += blockLength) {
      const start = from === 0 ? 0 : wordStart(text, from, from + overlapLength)
      const block = text.slice(start, from + blockLength + overlapLength)
      const form = foldedForm(block)
      if (!patterns.some((pattern) => form.search(pattern) >= 0)) continue
      const [first] = findMatches(block, words)
      if (first) return start + first[0]
    }
  }
  return 0
}

/** The text around the first match, as one line of plain text. */
export function makeSnippet(text: string, words: readonly QueryWord[]): Snippet {
  const first = firstMatch(text, words)
  const start = first <= maxLeadLength ? 0 : wordStart(text, first - maxLeadLength, first)
  const end = Math.min(text.length, wordStart(text, start + maxSnippetLength, start + maxSnippetLength + 20))
  const lead = start > 0 ? '…' : ''
  const tail = end < text.length ? '…' : ''
  // One space for each unit of white space keeps the offsets valid.
  const excerpt = text.slice(start, end).replace(/\s/gu, ' ')
  const matches = findMatches(excerpt, words).map(([from, to]): Span => [from + lead.length, to + lead.length])
  return { snippet: lead + excerpt + tail, matches }
}

/** The first word start in `[from, limit)`, or `from` when there is none; never inside a character. */
function wordStart(text: string, from: number, limit: number): number {
  const space = text.slice(from, limit).search(/\s\S/u)
  if (space >= 0) return from + space + 1
  const isInside = /[\uDC00-\uDFFF]/.test(text[from] ?? '')
  return isInside ? from + 1 : from
}
