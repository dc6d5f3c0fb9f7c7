const maxTitleCharacters = 48
/** In UTF-16 units. A title is in the first words of a text, however long that is and whatever it repeats. */
const maxReadLength = 4_000

/** A conversation's first title: the first words of its first message, without Markdown marks. Never empty. */
export function titleFrom(text: string): string {
  for (const line of firstLines(text)) {
    const words = withoutMarks(line)
    if (words !== '') return shorten(words)
  }
  return 'New conversation'
}

/** The lines that a title may be in. The end of the last one may be missing, but no character is cut in half. */
function firstLines(text: string): readonly string[] {
  const start = text.trimStart()
  const half = /[\uD800-\uDBFF]$/.test(start.slice(0, maxReadLength)) ? 1 : 0
  return start.slice(0, maxReadLength - half).split(/[\r\n\u2028\u2029]+/)
}

function withoutMarks(line: string): string {
  return line
    .replace(/^\s*(?:`{3,}|~{3,}).*$/, '')
    .replace(/^\s*(?:>+|#{1,6}|[-*+]|\d+[.)])\s+/, '')
    .replace(/!?\[([^[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '$1')
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
  const line = firstLines(written).find((each) => each.trim() !== '') ?? ''
  const words = withoutMarks(line.replace(/^\s*title\s*:/i, ''))
    .replace(/^["'“”„«»‘’]+|["'“”„«»‘’]+$/gu, '')
    .replace(/[.。]+$/u, '')
    .trim()
  return /[\p{L}\p{N}]/u.test(words) ? shorten(words) : undefined
}
