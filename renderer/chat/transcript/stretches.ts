/** Consecutive messages that are drawn together. */
export interface Stretch {
  readonly ids: readonly string[]
  /** The message before them. */
  readonly beforeId: string | undefined
}

/** A part of the transcript, by the numbers of its stretches: one that is drawn, or the gap of those that are not. */
export type Part =
  | { readonly type: 'stretch'; readonly index: number }
  | { readonly type: 'gap'; readonly first: number; readonly count: number }

const perStretch = 6

/**
 * Splits `order` into stretches of six messages. An unchanged stretch stays the same object, so that a new message at the
 * end of a long conversation does not render the others again.
 */
export function stretchesOf(order: readonly string[], previous: readonly Stretch[]): readonly Stretch[] {
  return Array.from({ length: Math.ceil(order.length / perStretch) }, (_, index) => {
    const start = index * perStretch
    const stretch = { ids: order.slice(start, start + perStretch), beforeId: order[start - 1] }
    const before = previous[index]
    return before && isSame(before, stretch) ? before : stretch
  })
}

const isSame = (a: Stretch, b: Stretch) =>
  a.beforeId === b.beforeId && a.ids.length === b.ids.length && a.ids.every((id, index) => id === b.ids[index])

/** The number of the stretch of a message; undefined where it is not in the order. */
export function stretchOf(order: readonly string[], id: string): number | undefined {
  const place = order.indexOf(id)
  return place < 0 ? undefined : Math.floor(place / perStretch)
}

/** All stretches in order, with those that are not drawn together in gaps. */
export function partsOf(count: number, drawn: ReadonlySet<number>): readonly Part[] {
  const parts: Part[] = []
  let next = 0
  const addGap = (end: number) => {
    if (end > next) parts.push({ type: 'gap', first: next, count: end - next })
  }
  for (const index of [...drawn].filter((each) => each < count).sort((a, b) => a - b)) {
    addGap(index)
    parts.push({ type: 'stretch', index })
    next = index + 1
  }
  addGap(count)
  return parts
}

/** A stretch on the screen: how far it is from what is in sight, in pixels, and whether it must stay. */
export interface Placed {
  readonly index: number
  readonly distance: number
  readonly isHeld: boolean
}

/** As many as stay drawn: what is in sight, some screens around it, and for searching, selecting and VoiceOver. */
const maxDrawn = 12

/**
 * The stretches to draw next: those that are drawn and the nearest one of the others. It takes the place of the farthest
 * one, once so many are drawn. Returns `drawn` itself when there is nothing to change.
 * @param near pixels; what is nearer must be drawn, the rest is drawn only while there is room
 */
export function nextDrawn(
  drawn: ReadonlySet<number>,
  placed: readonly Placed[],
  missing: readonly Placed[],
  near: number,
): ReadonlySet<number> {
  const [nearest] = missing.toSorted((a, b) => a.distance - b.distance)
  if (!nearest) return drawn
  const isNeeded = nearest.distance < near
  const surplus = drawn.size + 1 - maxDrawn
  if (surplus > 0 && !isNeeded) return drawn
  const leaving = placed
    .filter(({ isHeld, distance }) => !isHeld && distance >= near)
    .sort((a, b) => b.distance - a.distance)
    .slice(0, Math.max(0, surplus))
  const next = new Set(drawn).add(nearest.index)
  for (const { index } of leaving) next.delete(index)
  return next
}
