/**
 * Scripts written without spaces: each character is a token of its own, so that a word of any length is found anywhere.
 * (FTS5's trigram index finds nothing shorter than three characters, and most Chinese and Japanese words have two.)
 */
const spaceless =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]\p{M}*/gu

// Token characters of FTS5's unicode61: letters, numbers and private use; a mark belongs to the character before it.
const words = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu

/** Prepares a text for the search index. */
export function toIndexText(text: string): string {
  return text.replace(spaceless, ' $& ')
}

/**
 * The words of a query as token sequences; the last token of each is a prefix. Any string is a valid query; one without
 * letters or numbers has no words.
 */
export function queryWords(query: string): readonly (readonly string[])[] {
  return query
    .normalize('NFC')
    .split(/\s+/)
    .map((word) => toIndexText(word).match(words) ?? [])
    .filter((tokens) => tokens.length > 0)
}

/** An FTS5 query for all words, each as a phrase that ends in a prefix. Undefined when there are no words. */
export function toMatchExpression(query: string): string | undefined {
  const phrases = queryWords(query).map((tokens) => `"${tokens.join(' ')}" *`)
  return phrases.length > 0 ? phrases.join(' AND ') : undefined
}
