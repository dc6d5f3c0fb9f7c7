/** A place that a sequence can be cut to. */
export interface Checkpoint {
  /** Tokens before it. */
  readonly at: number
  readonly isMessageEnd: boolean
}

/** Among the newest tokens, where the next prompt most likely departs, every checkpoint stays. */
const recentTokens = 1_024

/**
 * Which checkpoints cost more memory than they are worth: a window is as large as that many tokens of the full layers, so
 * that one every `window` tokens doubles the cache at most. The ends of messages always stay.
 * @param checkpoints ascending
 */
export function superfluous(checkpoints: readonly Checkpoint[], window: number): readonly Checkpoint[] {
  const newest = checkpoints.at(-1)?.at ?? 0
  const given: Checkpoint[] = []
  let kept = 0
  for (const checkpoint of checkpoints) {
    const { at, isMessageEnd } = checkpoint
    if (isMessageEnd || at > newest - recentTokens || at - kept >= window) kept = at
    else given.push(checkpoint)
  }
  return given
}

/**
 * The checkpoint that is missed least: one inside a message before the end of one, and of those the one whose neighbours
 * are nearest to each other. Never the newest.
 * @param checkpoints ascending
 */
export function leastUseful(checkpoints: readonly Checkpoint[]): Checkpoint | undefined {
  let least: Checkpoint | undefined
  let leastCost = Number.POSITIVE_INFINITY
  for (const [index, checkpoint] of checkpoints.slice(0, -1).entries()) {
    const gap = (checkpoints[index + 1]?.at ?? 0) - (checkpoints[index - 1]?.at ?? 0)
    const cost = checkpoint.isMessageEnd ? gap + 2 ** 32 : gap
    if (cost < leastCost) {
      least = checkpoint
      leastCost = cost
    }
  }
  return least
}
