const maxPlaces = 1_000

/** Lowercases without changing offsets: İ is the only letter whose lowercase form is longer. */
export const lowerCase = (text: string): string => text.replaceAll('İ', 'i').toLowerCase()

/** Returns the offsets of `query` in `text`, ignoring case: at most `maxPlaces`, without overlaps. */
export function findText(text: string, query: string): readonly number[] {
  const wanted = lowerCase(query)
  const places: number[] = []
  if (wanted === '') return places
  const searched = lowerCase(text)
  for (
    let at = searched.indexOf(wanted);
    at >= 0 && places.length < maxPlaces;
    at = searched.indexOf(wanted, at + wanted.length)
  ) {
    places.push(at)
  }
  return places
}
