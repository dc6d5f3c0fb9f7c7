/**
 * What limits a search, as words of its query: `in:harbour after:2026-01 before:2026-03-15 has:document from:me model:gpt
 * like:"lease notice" reasoning:yes`.
 */
export interface SearchFilters {
  /** The beginning of a folder's name. */
  readonly in?: string
  /** A year, a month or a day: from its beginning on. */
  readonly after?: string
  /** Before its beginning. */
  readonly before?: string
  readonly has?: 'document'
  /** Who wrote the message. */
  readonly from?: 'me' | 'model'
  /** A part of the name of the model that wrote the message. */
  readonly model?: string
  /** Words of which a message has any, ranked by how well they fit. */
  readonly like?: string
  /** Searches what models thought, too, which takes longer. */
  readonly reasoning?: 'yes'
}

export type FilterName = keyof SearchFilters

export interface SearchQuery {
  readonly filters: SearchFilters
  /** The query without its filters. */
  readonly words: string
}

/** Hits by how well they fit, or the newest first. */
export type SearchOrder = 'rank' | 'date'

const filterPattern = /(?<=^|\s)(in|after|before|has|from|model|like|reasoning):("[^"]*"|\S+)/giu
const datePattern = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/

/** Any string is a query. What only looks like a filter, as `has:fun`, is searched; of two alike the last one counts. */
export function parseQuery(query: string): SearchQuery {
  const filters: Partial<Record<FilterName, string>> = {}
  const words = query.replace(filterPattern, (whole, typed: string, quoted: string) => {
    const name = typed.toLowerCase() as FilterName
    const value = quoted.replaceAll('"', '').trim()
    if (!isValue(name, value)) return whole
    filters[name] = name === 'has' || name === 'from' || name === 'reasoning' ? value.toLowerCase() : value
    return ' '
  })
  return { filters: filters as SearchFilters, words: words.replace(/\s+/gu, ' ').trim() }
}

function isValue(name: FilterName, value: string): boolean {
  switch (name) {
    case 'in':
    case 'model':
    case 'like':
      return value !== ''
    case 'after':
    case 'before':
      return startOf(value) !== undefined
    case 'has':
      return /^document$/i.test(value)
    case 'from':
      return /^(me|model)$/i.test(value)
    case 'reasoning':
      return /^yes$/i.test(value)
  }
}

/** The beginning of a year, a month or a day in local time, in milliseconds; undefined for another text. */
export function startOf(date: string): number | undefined {
  const [, year, month = '1', day = '1'] = datePattern.exec(date) ?? []
  if (year === undefined) return undefined
  const time = new Date(Number(year), Number(month) - 1, Number(day))
  const isReal = time.getMonth() === Number(month) - 1 && time.getDate() === Number(day)
  return isReal ? time.getTime() : undefined
}

const filterNames: readonly FilterName[] = ['in', 'after', 'before', 'has', 'from', 'model', 'like', 'reasoning']

/** Each filter as it is written in a query. */
export const filtersInWords = ({ filters }: SearchQuery): readonly string[] =>
  filterNames.flatMap((name) => {
    const value = filters[name]
    return value === undefined ? [] : [`${name}:${/\s/u.test(value) ? `"${value}"` : value}`]
  })

/** The query with a filter of this name: another value, or none for `undefined`. */
export function withFilter(query: string, name: FilterName, value: string | undefined): string {
  const { filters, words } = parseQuery(query)
  const written = filtersInWords({ words, filters: { ...filters, [name]: value } })
  return [...written, words].join(' ').trimEnd()
}
