const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/**
 * Returns the complete sentences of `text` after offset `from`, for VoiceOver, and the offset after them. The last sentence
 * counts as complete only if `isFinished`, or if another one follows.
 */
export function wholeSentences(text: string, from: number, isFinished: boolean): { words: string; end: number } {
  const rest = text.slice(from)
  if (isFinished) return { words: withoutMarkdown(rest), end: text.length }
  let end = 0
  for (const { index } of segmenter.segment(rest)) end = index
  return { words: withoutMarkdown(rest.slice(0, end)), end: from + end }
}

/** Removes Markdown syntax, which VoiceOver would read out sign by sign. */
const withoutMarkdown = (text: string) =>
  text
    .replace(/^```.*$/gm, '')
    .replace(/[*_`~#>|]+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
