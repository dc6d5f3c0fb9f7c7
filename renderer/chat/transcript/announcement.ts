const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/**
 * The sentences of `text` after `from` that are whole, for VoiceOver, and where the next begins. The last sentence
 * waits until something follows it, or until `isFinished`.
 */
export function wholeSentences(text: string, from: number, isFinished: boolean): { words: string; end: number } {
  const rest = text.slice(from)
  if (isFinished) return { words: spoken(rest), end: text.length }
  let end = 0
  for (const { index } of segmenter.segment(rest)) end = index
  return { words: spoken(rest.slice(0, end)), end: from + end }
}

/** Without the signs of Markdown, which would be read out one by one. */
const spoken = (text: string) =>
  text
    .replace(/^```.*$/gm, '')
    .replace(/[*_`~#>|]+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
