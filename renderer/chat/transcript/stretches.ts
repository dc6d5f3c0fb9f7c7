/** Consecutive messages that are rendered together. */
export interface Stretch {
  readonly ids: readonly string[]
  /** The message before them. */
  readonly beforeId: string | undefined
}

/** Consecutive stretches with one placeholder, while none of them is near: a long conversation opens with few elements. */
export interface Block {
  /** The number of its first stretch. */
  readonly first: number
  readonly stretches: readonly Stretch[]
}

const perStretch = 10
const perBlock = 20

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

/** Groups stretches. An unchanged block stays the same object. */
export function blocksOf(stretches: readonly Stretch[], previous: readonly Block[]): readonly Block[] {
  return Array.from({ length: Math.ceil(stretches.length / perBlock) }, (_, index) => {
    const first = index * perBlock
    const block = { first, stretches: stretches.slice(first, first + perBlock) }
    const before = previous[index]
    const isUnchanged =
      before?.stretches.length === block.stretches.length &&
      before.stretches.every((stretch, place) => stretch === block.stretches[place])
    return isUnchanged ? before : block
  })
}

/** The ids of the first messages in the stretch and in the block that contain `id`: their placeholders have them. */
export const placesOf = (order: readonly string[], id: string): readonly string[] => {
  const place = order.indexOf(id)
  if (place < 0) return []
  return [perStretch, perStretch * perBlock].flatMap((size) => order[Math.floor(place / size) * size] ?? [])
}

const isSame = (a: Stretch, b: Stretch) =>
  a.beforeId === b.beforeId && a.ids.length === b.ids.length && a.ids.every((id, index) => id === b.ids[index])
