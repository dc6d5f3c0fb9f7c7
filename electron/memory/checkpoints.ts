/** A position to which a sequence can be truncated. */
export interface Checkpoint {
  /** The number of tokens before it. */
  readonly at: number
  readonly isMessageEnd: boolean
}

/** Every checkpoint among the newest tokens stays: the next prompt most likely differs there. */
const recentTokens = 1_024

/**
 * Returns the checkpoints to remove. A checkpoint takes as much memory as `window` tokens of the full layers, so one
 * every `window` tokens at most doubles the cache. Message ends always stay.
 * @param checkpoints ascending
 */
export function findSuperfluous(checkpoints: readonly Checkpoint[], window: number): readonly Checkpoint[] {
  const newest = checkpoints.at(-1)?.at ?? 0
  const superfluous: Checkpoint[] = []
  let lastKeptAt = 0
  for (const checkpoint of checkpoints) {
    const { at, isMessageEnd } = checkpoint
    if (isMessageEnd || at > newest - recentTokens || at - lastKeptAt >= window) lastKeptAt = at
    else superfluous.push(checkpoint)
  }
  return superfluous
}

/**
 * Returns the checkpoint to remove first: any inside a message before any message end, and among those the one whose
 * neighbours are closest to each other. Never the newest.
 * @param checkpoints ascending
 */
export function findLeastUseful(checkpoints: readonly Checkpoint[]): Checkpoint | undefined {
  let best: Checkpoint | undefined
  let minCost = Number.POSITIVE_INFINITY
  for (const [index, checkpoint] of checkpoints.slice(0, -1).entries()) {
    const gap = (checkpoints[index + 1]?.at ?? 0) - (checkpoints[index - 1]?.at ?? 0)
    const cost = checkpoint.isMessageEnd ? gap + 2 ** 32 : gap
    if (cost < minCost) {
      best = checkpoint
      minCost = cost
    }
  }
  return best
}
