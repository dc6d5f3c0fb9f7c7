/** Consecutive messages that are rendered together. */
export interface Stretch {
  readonly ids: readonly string[]
  /** The message before them. */
  readonly beforeId: string | undefined
}

const perStretch = 10

/**
 * Splits `order` into stretches of ten messages. An unchanged stretch stays the same object, so that a new message at the
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

/** The id of the first message in the stretch that contains `id`. */
export const stretchStart = (order: readonly string[], id: string): string | undefined =>
  order[Math.floor(order.indexOf(id) / perStretch) * perStretch]

const isSame = (a: Stretch, b: Stretch) =>
  a.beforeId === b.beforeId && a.ids.length === b.ids.length && a.ids.every((id, index) => id === b.ids[index])
