const most = 1_000

/** Where `query` stands in `text`, without regard to case: at most a thousand places, none within another. */
export function findText(text: string, query: string): readonly number[] {
  const wanted = query.toLowerCase()
  const places: number[] = []
  if (wanted === '') return places
  const searched = text.toLowerCase()
  // A letter whose small form is longer would shift every place after it.
  if (searched.length !== text.length) return findExact(text, query)
  for (
    let at = searched.indexOf(wanted);
    at >= 0 && places.length < most;
    at = searched.indexOf(wanted, at + wanted.length)
  ) {
    places.push(at)
  }
  return places
}

function findExact(text: string, query: string): readonly number[] {
  const places: number[] = []
  for (let at = text.indexOf(query); at >= 0 && places.length < most; at = text.indexOf(query, at + query.length)) {
    places.push(at)
  }
  return places
}
