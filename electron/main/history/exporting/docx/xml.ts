const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML 1.0 cannot hold, also as a reference: Word refuses a file that has it. */
const impossible = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

export const xmlText = (text: string): string =>
  text.replace(impossible, '\uFFFD').replace(/[&<>"]/g, (character) => escapes[character] ?? '')
