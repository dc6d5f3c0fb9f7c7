import { lowerCase } from '../../../contract/lower-case.js'

const maxPlaces = 1_000

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
