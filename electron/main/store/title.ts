const maxTitleCharacters = 48

/** A conversation's first title: the first words of its first message, without Markdown marks. Never empty. */
export function titleFrom(text: string): string {
  for (const line of text.split(/[\r\n\u2028\u2029]+/)) {
    const words = withoutMarks(line)
    if (words !== '') return shorten(words)
  }
  return 'New conversation'
}

function withoutMarks(line: string): string {
  return line
    .replace(/^\s*(?:`{3,}|~{3,}).*$/, '')
    .replace(/^\s*(?:>+|#{1,6}|[-*+]|\d+[.)])\s+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(?<![\p{L}\p{N}])(?:\*{1,3}|_{1,3}|~~|`+)(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3}|~~|`+)(?![\p{L}\p{N}])/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

function shorten(words: string): string {
  const characters = [...words]
  if (characters.length <= maxTitleCharacters) return words
  const head = characters.slice(0, maxTitleCharacters).join('')
  const atWord = head.replace(/\s+\S*$/u, '')
  // A text without spaces, or with a very long first word, is cut inside the word.
  const kept = [...atWord].length >= maxTitleCharacters / 2 ? atWord : head
  return `${kept.replace(/[\s\p{P}]+$/u, '')}…`
}

/** The title from a model's text, without quotes, marks or a label. Undefined when there is no title in it. */
export function cleanTitle(written: string): string | undefined {
  const line = written.split(/[\r\n\u2028\u2029]+/).find((each) => each.trim() !== '') ?? ''
  const words = withoutMarks(line.replace(/^\s*title\s*:/i, ''))
    .replace(/^["'“”„«»‘’]+|["'“”„«»‘’]+$/gu, '')
    .replace(/[.。]+$/u, '')
    .trim()
  return /[\p{L}\p{N}]/u.test(words) ? shorten(words) : undefined
}
