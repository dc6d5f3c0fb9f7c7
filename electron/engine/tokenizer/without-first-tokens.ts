import { TokenText } from './token-text.js'
import type { Tokenizer } from './tokenizer.js'

/** How far a word's end may be. */
const maxWordLength = 200

/** What is left of a text without at least its first `tokens` tokens. It begins with a whole word where there are words. */
export async function withoutFirstTokens(text: string, tokens: number, tokenizer: Tokenizer): Promise<string> {
  const ids = await tokenizer.encode(text)
  if (tokens >= ids.length) return ''
  const first = new TokenText(tokenizer.pieces)
  let at = 0
  for (const id of ids.slice(0, tokens)) at += first.push(id).length
  // A character that the last of them began goes with them.
  if (first.flush() !== '') at += String.fromCodePoint(text.codePointAt(at) ?? 0).length
  const rest = text.slice(at)
  const gap = rest.slice(0, maxWordLength).search(/\s/)
  return gap < 0 ? rest : rest.slice(gap)
}
