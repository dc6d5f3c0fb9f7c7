// Unicode's White_Space, the meaning of `\s` in the pattern's own dialect. JavaScript's `\s` includes U+FEFF and lacks
// U+0085.
const spaces = '\\t-\\r\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

/** Other characters that case folding maps to a letter. */
const otherCases: Readonly<Record<string, string>> = { k: '\u212a', s: '\u017f' }

/**
 * Converts the pattern that cuts text before merging to JavaScript: replaces `\s` with its characters, and `(?i:…)`,
 * which Node 20 does not support, with both cases of each letter. Throws `SyntaxError` for an invalid pattern.
 */
export function splitPattern(source: string): RegExp {
  const [folded = ''] = [source.replace(/\(\?i:([^()[\]\\]*)\)/g, (_, inner: string) => `(?:${bothCases(inner)})`)]
  let isInClass = false
  const converted = folded.replace(/\\[\s\S]|[[\]]/g, (found) => {
    if (found === '[') isInClass = true
    else if (found === ']') isInClass = false
    else if (found === '\\s') return isInClass ? spaces : `[${spaces}]`
    else if (found === '\\S' && !isInClass) return `[^${spaces}]`
    return found
  })
  return new RegExp(converted, 'gu')
}

function bothCases(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const lower = letter.toLowerCase()
    return `[${lower}${letter.toUpperCase()}${otherCases[lower] ?? ''}]`
  })
}

/** The pattern of gpt-oss. */
export const o200kPattern = [
  "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
  "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
  '\\p{N}{1,3}',
  ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*',
  '\\s*[\\r\\n]+',
  '\\s+(?!\\S)',
  '\\s+',
].join('|')
