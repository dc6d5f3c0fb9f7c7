/** Names of months in these languages are dates beside a day or a year. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da']

const monthNames = new Map<string, number>()
for (const language of languages) {
  for (const style of ['long', 'short'] as const) {
    const format = new Intl.DateTimeFormat(language, { month: style, day: 'numeric', timeZone: 'UTC' })
    for (let month = 0; month < 12; month++) {
      const name = format.formatToParts(Date.UTC(2023, month, 1)).find(({ type }) => type === 'month')?.value ?? ''
      const plain = name.toLowerCase().replace(/\.$/, '')
      if (/^\p{L}{3,}$/u.test(plain)) monthNames.set(plain, month + 1)
    }
  }
}

const year = '(?<!\\d)(?<year>1\\d{3}|20\\d{2})(?!\\d)'
const day = '(?<!\\d)(?<day>\\d{1,2})(?:st|nd|rd|th|\\.|º)?'
const month = `(?<![\\p{L}])(?<month>${[...monthNames.keys()].sort((one, other) => other.length - one.length).join('|')})\\.?(?![\\p{L}])`
const patterns = [
  `${year}[-/.](?<monthNumber>\\d{1,2})[-/.](?<day>\\d{1,2})(?!\\d)`,
  `${year}年(?:(?<monthNumber>\\d{1,2})月)?(?:(?<day>\\d{1,2})日)?`,
  `(?<!\\d)(?<day>\\d{1,2})[./](?<monthNumber>\\d{1,2})[./](?<year>1\\d{3}|20\\d{2})(?!\\d)`,
  `${day}\\s(?:of\\s|de\\s)?${month},?\\s(?:de\\s)?${year}`,
  `${month}\\s${day},?\\s${year}`,
  `${month},?\\s(?:de\\s)?${year}`,
  year,
].map((pattern) => new RegExp(pattern, 'iu'))

/**
 * The first date of a text, as written, and a number that later dates exceed; undefined without a year. A day or month that
 * is not named counts as the first; 5/6/2024 is the fifth of June.
 */
export function dateOrder(text: string): { readonly written: string; readonly order: number } | undefined {
  const found = patterns.map((pattern) => pattern.exec(text)).filter((match) => match !== null)
  const first = found.reduce<RegExpExecArray | undefined>(
    (best, match) => (best === undefined || match.index < best.index ? match : best),
    undefined,
  )
  if (!first?.groups) return undefined
  const { groups } = first
  const monthOf =
    groups.monthNumber === undefined ? monthNames.get((groups.month ?? '').toLowerCase()) : Number(groups.monthNumber)
  return {
    written: first[0].trim(),
    order: Number(groups.year) * 10_000 + (monthOf ?? 0) * 100 + Number(groups.day ?? 0),
  }
}
