/**
 * The text as it can be stored and shown. SQLite's binding ends a text at U+0000 and replaces half a surrogate pair, so
 * both are replaced visibly before a text is accepted: ␀ and U+FFFD. The length stays, in UTF-16 units.
 */
export const storableText = (text: string): string => text.replaceAll('\0', '␀').replace(/\p{Cs}/gu, '\ufffd')
