/** `word` has its name and its number, `symbol` one character, `byte` the value of `\'hh`, `text` a stretch of text. */
export type RtfToken =
  | { readonly kind: 'open' | 'close' }
  | { readonly kind: 'word'; readonly name: string; readonly value: number | undefined }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'byte'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }

const word = /([a-zA-Z]{1,32})(-?\d{1,10})? ?/y
const plain = /[^\\{}\r\n]+/y

/** The tokens of RTF 1.9.1. `rtf` has one character for each byte. Line ends are no text, and `\bin` data is skipped. */
export function* rtfTokens(rtf: string): Generator<RtfToken> {
  for (let at = 0; at < rtf.length; ) {
    const character = rtf.charAt(at)
    if (character === '{' || character === '}') {
      at++
      yield { kind: character === '{' ? 'open' : 'close' }
    } else if (character === '\r' || character === '\n') at++
    else if (character !== '\\') {
      plain.lastIndex = at
      const text = plain.exec(rtf)?.[0] ?? character
      at += text.length
      yield { kind: 'text', text }
    } else {
      word.lastIndex = at + 1
      const match = word.exec(rtf)
      if (match) {
        const [whole, name = '', number] = match
        at += 1 + whole.length
        const value = number === undefined ? undefined : Number(number)
        if (name === 'bin') at += Math.max(value ?? 0, 0)
        else yield { kind: 'word', name, value }
      } else if (rtf.charAt(at + 1) === "'") {
        const value = Number.parseInt(rtf.slice(at + 2, at + 4), 16)
        at += 4
        if (!Number.isNaN(value)) yield { kind: 'byte', value }
      } else {
        yield { kind: 'symbol', name: rtf.charAt(at + 1) }
        at += 2
      }
    }
  }
}
