const most = 1_000

/** Small letters, each in the place of its own: of all letters only İ has a longer small form. */
export const smallLetters = (text: string): string => text.replaceAll('İ', 'i').toLowerCase()

/** Where `query` stands in `text`, without regard to case: at most a thousand places, none within another. */
export function findText(text: string, query: string): readonly number[] {
  const wanted = smallLetters(query)
  const places: number[] = []
  if (wanted === '') return places
  const searched = smallLetters(text)
  for (
    let at = searched.indexOf(wanted);
    at >= 0 && places.length < most;
    at = searched.indexOf(wanted, at + wanted.length)
  ) {
    places.push(at)
  }
  return places
}
