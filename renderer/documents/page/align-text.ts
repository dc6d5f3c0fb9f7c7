/** A stretch that two texts have in common, each at its own offset. */
export interface Stretch {
  readonly start: number
  readonly pageStart: number
  readonly length: number
}

/** In UTF-16 units, as all lengths here. */
const probeLength = 12
const probeStep = 4
const minFoundShare = 0.5
const maxExactPlaces = 200
/** Of a longer page, only a text that it has word for word is found. */
const maxProbedLength = 200_000

/**
 * Finds a text in the text of its page, both as keys. A text that stands there as it is, is one stretch: of several the one
 * nearest to `expectedStart`. Of a text that was put together, such as a table, the stretches that stand there, if they
 * are at least half of it; else nothing.
 */
export function alignText(text: string, page: string, expectedStart: number): readonly Stretch[] {
  if (text === '') return []
  const exact = nearestPlace(text, page, expectedStart)
  if (exact !== undefined) return [{ start: 0, pageStart: exact, length: text.length }]
  if (page.length > maxProbedLength) return []
  const stretches = commonStretches(text, page, Math.max(0, expectedStart - text.length))
  const found = stretches.reduce((sum, { length }) => sum + length, 0)
  return found >= text.length * minFoundShare ? stretches : []
}

function nearestPlace(text: string, page: string, expectedStart: number): number | undefined {
  let nearest: number | undefined
  let at = page.indexOf(text)
  for (let count = 0; at >= 0 && count < maxExactPlaces; count++) {
    if (nearest === undefined || Math.abs(at - expectedStart) < Math.abs(nearest - expectedStart)) nearest = at
    at = page.indexOf(text, at + 1)
  }
  return nearest
}

function commonStretches(text: string, page: string, expectedStart: number): Stretch[] {
  const stretches: Stretch[] = []
  let free = 0
  let pageFree = expectedStart
  for (let at = 0; at + probeLength <= text.length; ) {
    const probe = text.slice(at, at + probeLength)
    const after = page.indexOf(probe, pageFree)
    let pageStart = after >= 0 ? after : page.indexOf(probe)
    if (pageStart < 0) {
      at += probeStep
      continue
    }
    let start = at
    while (start > free && pageStart > 0 && text[start - 1] === page[pageStart - 1]) {
      start--
      pageStart--
    }
    let length = at - start + probeLength
    while (start + length < text.length && text[start + length] === page[pageStart + length]) length++
    stretches.push({ start, pageStart, length })
    free = start + length
    pageFree = pageStart + length
    at = free
  }
  return stretches
}
