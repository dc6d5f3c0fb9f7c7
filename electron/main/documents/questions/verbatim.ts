import { unbroken } from '../summary/words.js'

/** Shorter words in quotation marks are terms and titles, which need not come from the text. */
const minQuoteLength = 15
const quotation =
  /"([^"“”„«»\n]{1,600})"|[“„]([^"“”„«»\n]{1,600})[”“]|[«»]([^"“”„«»\n]{1,600})[»«]|「([^「」\n]{1,600})」/gu

/** The longest text in quotation marks, if it is long enough to be a quote. */
export function quotedIn(text: string): string | undefined {
  const quotes = [...text.matchAll(quotation)].map((match) => match.slice(1).find((group) => group !== undefined) ?? '')
  const longest = quotes.reduce((best, quote) => (quote.length > best.length ? quote : best), '').trim()
  return longest.length >= minQuoteLength ? longest : undefined
}

/** Whether `quote` stands in `text`, word for word, apart from white space and the hyphens of line ends. */
export function isVerbatim(quote: string, text: string): boolean {
  const wanted = normalized(quote)
  return wanted !== '' && normalized(text).includes(wanted)
}

/** Also marks that look the same are the same. */
const normalized = (text: string): string =>
  unbroken(text)
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/[‐‑]/g, '-')
