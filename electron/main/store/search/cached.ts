const maxCached = 20_000
const maxLength = 64

/** Converts each of the short texts that come often once. */
export function cached(convert: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const converted = convert(text)
    if (text.length > maxLength) return converted
    if (known.size >= maxCached) known.clear()
    known.set(text, converted)
    return converted
  }
}
