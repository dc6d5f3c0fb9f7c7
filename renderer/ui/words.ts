const numbers = new Intl.NumberFormat('en')
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }

export const formatNumber = (value: number) => numbers.format(value)

/** 1st, 2nd, 3rd, 11th … */
export const ordinal = (value: number) => `${formatNumber(value)}${suffixes[ordinals.select(value)]}`

/** Formats a duration: "8 s", "1 min 5 s". */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  return seconds % 60 === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** How long the model reasoned; a small model often takes less than a second. */
export const thoughtFor = (ms: number) => (ms < 1_000 ? 'Thought for a moment' : `Thought for ${duration(ms)}`)

/** Formats an estimate, rounded to avoid false precision: "about 4 minutes left". */
export function remaining(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 10) return 'a few seconds left'
  if (seconds <= 50) return `about ${Math.ceil(seconds / 10) * 10} seconds left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 55) return minutes <= 1 ? 'about a minute left' : `about ${minutes} minutes left`
  const hours = Math.round(minutes / 60)
  return hours === 1 ? 'about an hour left' : `about ${hours} hours left`
}

const maxFirstWordsLength = 60

/** The beginning of a text, in one line. */
export function firstWords(text: string): string {
  const line = text
    .slice(0, 4 * maxFirstWordsLength)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= maxFirstWordsLength ? line : `${line.slice(0, maxFirstWordsLength).trimEnd()}…`
}

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${formatNumber(count)} ${count === 1 ? one : many}`

/** "7", "2,048 tokens" */
export const numberInWords = (value: number, unit: string | undefined): string =>
  unit === undefined ? String(value) : plural(value, unit)
