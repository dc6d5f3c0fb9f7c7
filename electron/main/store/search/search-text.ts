/**
 * Scripts that are written without spaces: each of their characters is a token of its own, so that a word of any
 * length is found wherever it stands. (FTS5's trigram index finds nothing shorter than three characters, and most
 * Chinese and Japanese words have two.)
 */
const spaceless =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]\p{M}*/gu

// What FTS5's unicode61 takes as part of a token: letters, numbers, private use; marks join what they follow.
const words = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu

/** The text as it enters the search index. */
export function toIndexText(text: string): string {
  return text.replace(spaceless, ' $& ')
}

/**
 * The words of a query as the index knows them: each is a sequence of tokens, the last of which may go on. Any string
 * is a query; one without letters or numbers has no words.
 */
export function queryWords(query: string): readonly (readonly string[])[] {
  return query
    .normalize('NFC')
    .split(/\s+/)
    .map((part) => toIndexText(part).match(words) ?? [])
    .filter((tokens) => tokens.length > 0)
}

/** A query in FTS5's language: all words, each as a phrase whose end may go on. Undefined when there are no words. */
export function toMatchExpression(query: string): string | undefined {
  const phrases = queryWords(query).map((tokens) => `"${tokens.join(' ')}" *`)
  return phrases.length > 0 ? phrases.join(' AND ') : undefined
}
