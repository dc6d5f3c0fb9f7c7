import { unbroken } from '../summary/words.js'

/** Shorter words in quotation marks are terms and titles, which need not come from the text. */
const minQuoteLength = 15
const maxQuoteLength = 600
const quotation =
  /"([^"“”„«»\n]{1,600})"|[“„]([^"“”„«»\n]{1,600})[”“]|[«»]([^"“”„«»\n]{1,600})[»«]|「([^「」\n]{1,600})」/gu

/** The texts in quotation marks that are long enough to be quotes. */
export const quotesIn = (text: string): readonly string[] =>
  [...text.matchAll(quotation)]
    .map(
      (match) =>
        match
          .slice(1)
          .find((group) => group !== undefined)
          ?.trim() ?? '',
    )
    .filter((quote) => quote.length >= minQuoteLength)

/** The longest of them. */
export const quotedIn = (text: string): string | undefined =>
  quotesIn(text).reduce<string | undefined>(
    (best = '', quote) => (quote.length > best.length ? quote : best),
    undefined,
  )

/** Whether `quote` stands in `text`, word for word, apart from white space and the hyphens of line ends. */
export function isVerbatim(quote: string, text: string): boolean {
  const wanted = normalized(quote)
  return wanted !== '' && normalized(text).includes(wanted)
}

/** Those of `quotes` that no page has, nor two pages where one ends and the next begins. */
export function missingIn(quotes: readonly string[], pages: Iterable<string>): readonly string[] {
  let missing = quotes.map((quote) => ({ quote, wanted: normalized(quote) }))
  let end = ''
  for (const page of pages) {
    if (missing.length === 0) break
    const text = normalized(`${end}\n${page}`)
    missing = missing.filter(({ wanted }) => !text.includes(wanted))
    end = page.slice(-maxQuoteLength)
  }
  return missing.map(({ quote }) => quote)
}

/** Also marks that look the same are the same. */
const normalized = (text: string): string =>
  unbroken(text)
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/[‐‑]/g, '-')
