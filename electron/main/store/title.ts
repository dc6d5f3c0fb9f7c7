const longestTitle = 48

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
  if (characters.length <= longestTitle) return words
  const head = characters.slice(0, longestTitle).join('')
  const atWord = head.replace(/\s+\S*$/u, '')
  // A text without spaces, or one endless first word, is cut where it is.
  const kept = [...atWord].length >= longestTitle / 2 ? atWord : head
  return `${kept.replace(/[\s\p{P}]+$/u, '')}…`
}

/** A title as the model wrote it, without what models put around one. Undefined when it is none. */
export function cleanTitle(written: string): string | undefined {
  const line = written.split(/[\r\n\u2028\u2029]+/).find((each) => each.trim() !== '') ?? ''
  const words = withoutMarks(line.replace(/^\s*title\s*:/i, ''))
    .replace(/^["'“”„«»‘’]+|["'“”„«»‘’]+$/gu, '')
    .replace(/[.。]+$/u, '')
    .trim()
  return /[\p{L}\p{N}]/u.test(words) ? shorten(words) : undefined
}
