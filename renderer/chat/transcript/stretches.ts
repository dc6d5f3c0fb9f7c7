/** Some messages in a row: what is drawn or not drawn as one. */
export interface Stretch {
  readonly ids: readonly string[]
  /** The message before them. */
  readonly beforeId: string | undefined
}

const perStretch = 10

/**
 * `order` cut after every tenth message. A stretch whose messages are the same stays the same object, so that a
 * long conversation that grows at its end is not looked through again.
 */
export function stretchesOf(order: readonly string[], previous: readonly Stretch[]): readonly Stretch[] {
  return Array.from({ length: Math.ceil(order.length / perStretch) }, (_, index) => {
    const start = index * perStretch
    const stretch = { ids: order.slice(start, start + perStretch), beforeId: order[start - 1] }
    const before = previous[index]
    return before && isSame(before, stretch) ? before : stretch
  })
}

/** The first message of the stretch that holds this one. */
export const stretchStart = (order: readonly string[], id: string): string | undefined =>
  order[Math.floor(order.indexOf(id) / perStretch) * perStretch]

const isSame = (a: Stretch, b: Stretch) =>
  a.beforeId === b.beforeId && a.ids.length === b.ids.length && a.ids.every((id, index) => id === b.ids[index])
