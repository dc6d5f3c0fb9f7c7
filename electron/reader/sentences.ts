/** Words that end in a period inside a sentence, in several languages; in lower case. */
const abbreviations = new Set(
  `abb abs adj al anm approx art aufl bd bspw bzw ca cap cf co corp dept dipl dr ed eds eg etc evtl ff fig figs fr ggf
  hr hrsg ie inc incl inkl jr kap lt ltd max min mr mrs ms nr no nos núm op orig p pag pp prof resp rev s sec sen sig sog
  sr sra st std str tab tel u usw v vgl vol vs z zit zzgl`.split(/\s+/),
)

const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0x3000
const isClosing = (code: number) => `"')]}’”»›」』）】`.includes(String.fromCharCode(code))
const isWideEnd = (code: number) => code === 0x3002 || code === 0xff01 || code === 0xff1f
const isEnd = (code: number) =>
  code === 0x2e ||
  code === 0x21 ||
  code === 0x3f ||
  code === 0x2026 ||
  code === 0x0964 ||
  code === 0x061f ||
  code === 0x06d4
const lineStart = /(?:[-*+•|>#]|\d{1,4}[.)])/y

/**
 * Offsets at which sentences of `text` end, after their white space; the last offset is the length. Lines of lists and
 * tables count as sentences. Reads every character a bounded number of times.
 */
export function sentenceEnds(text: string): number[] {
  const ends: number[] = []
  let index = 0
  while (index < text.length) {
    const code = text.charCodeAt(index)
    if (code === 0x0a) {
      const next = skip(text, index, isSpace)
      lineStart.lastIndex = next
      if (next < text.length && lineStart.test(text)) ends.push(next)
      index = next
    } else if (isEnd(code) || isWideEnd(code)) {
      const marksEnd = skip(text, index, (other) => isEnd(other) || isWideEnd(other))
      const closed = skip(text, marksEnd, isClosing)
      const next = skip(text, closed, isSpace)
      const isBoundary = next > closed ? !isInsideSentence(text, index, marksEnd, next) : isWideEnd(code)
      if (isBoundary && next < text.length) ends.push(next)
      index = next
    } else index++
  }
  if (text.length > 0) ends.push(text.length)
  return ends
}

function skip(text: string, from: number, matches: (code: number) => boolean): number {
  let index = from
  while (index < text.length && matches(text.charCodeAt(index))) index++
  return index
}

/** True when the period belongs to an abbreviation or an initial, or a lower-case letter follows. */
function isInsideSentence(text: string, period: number, marksEnd: number, next: number): boolean {
  if (/\p{Ll}/u.test(text.charAt(next))) return true
  if (text.charCodeAt(period) !== 0x2e || marksEnd > period + 1) return false
  const word = /[\p{L}\p{N}]*$/u.exec(text.slice(Math.max(0, period - 12), period))?.[0] ?? ''
  return /^\p{L}$/u.test(word) || abbreviations.has(word.toLowerCase())
}
