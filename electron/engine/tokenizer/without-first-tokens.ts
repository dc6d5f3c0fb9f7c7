import { TokenText } from './token-text.js'
import type { Tokenizer } from './tokenizer.js'

const maxWordLength = 200

/** Removes at least the first `tokens` tokens of a text. The rest begins with a whole word, if the text has words. */
export async function withoutFirstTokens(text: string, tokens: number, tokenizer: Tokenizer): Promise<string> {
  const ids = await tokenizer.encode(text)
  if (tokens >= ids.length) return ''
  const first = new TokenText(tokenizer.pieces)
  let at = 0
  for (const id of ids.slice(0, tokens)) at += first.push(id).length
  // Also removes the character that the last removed token began.
  if (first.flush() !== '') at += String.fromCodePoint(text.codePointAt(at) ?? 0).length
  const rest = text.slice(at)
  const gap = rest.slice(0, maxWordLength).search(/\s/)
  return gap < 0 ? rest : rest.slice(gap)
}
