/** What merging needs from a vocabulary. It joins the characters of a spelling. */
export interface MergeTable {
  idOf(spelling: string): number | undefined
  /**
   * Returns the ids of a character without a token. Absent: none.
   * @param isRepeated true if the character before it has no token either
   */
  idsOfUnknown?(character: string, isRepeated: boolean): readonly number[]
  /** The lowest rank is merged first; undefined if the two are never merged. */
  rankOf(left: string, right: string): number | undefined
  /** True if a stretch that is a token as a whole is not merged step by step. */
  readonly isWholeFirst: boolean
}

/** Packs a rank and a position into one number. The highest rank times this must stay a safe integer. */
const maxPositions = 2 ** 30

/** High enough that the pauses cost nothing, low enough that one comes every few milliseconds. */
export const stepsPerPause = 1_024

/**
 * Byte-pair encoding of one stretch of text: merges the neighbours with the lowest rank first, from the left. Returns
 * the ids, and yields regularly, because a stretch may have a million characters.
 */
export function* mergeBytePairs(spelling: string, table: MergeTable): Generator<undefined, readonly number[]> {
  if (spelling === '') return []
  const whole = table.isWholeFirst || spelling.length === 1 ? table.idOf(spelling) : undefined
  return whole === undefined ? yield* new Merging(spelling, table).run() : [whole]
}

/** A linked list of parts, identified by their start, and a heap of merges that are or were possible. */
class Merging {
  readonly #spelling: string
  readonly #table: MergeTable
  /** The end of the part that starts at this index. */
  readonly #ends: Int32Array
  /** The start of the previous part, for the part that starts at this index. */
  readonly #previous: Int32Array
  /** The rank of merging the part that starts at this index with the next part, or -1. */
  readonly #ranks: Int32Array
  readonly #heap = new MinHeap()

  constructor(spelling: string, table: MergeTable) {
    const { length } = spelling
    this.#spelling = spelling
    this.#table = table
    this.#ends = new Int32Array(length)
    this.#previous = new Int32Array(length)
    this.#ranks = new Int32Array(length)
  }

  *run(): Generator<undefined, readonly number[]> {
    const { length } = this.#spelling
    let steps = 0
    let previous = -1
    for (let start = 0; start < length; start = this.#endOf(start)) {
      if (++steps % stepsPerPause === 0) yield
      this.#previous[start] = previous
      this.#ends[start] = start + ((this.#spelling.codePointAt(start) ?? 0) > 0xffff ? 2 : 1)
      if (previous >= 0) this.#rank(previous)
      previous = start
    }
    this.#ranks[previous] = -1
    steps = 0
    for (let next = this.#heap.pop(); next !== undefined; next = this.#heap.pop()) {
      if (++steps % stepsPerPause === 0) yield
      const start = next % maxPositions
      // Outdated: its parts have changed since.
      if (this.#ranks[start] !== (next - start) / maxPositions) continue
      this.#merge(start)
    }
    const ids: number[] = []
    let isUnknown = false
    steps = 0
    for (let start = 0; start < length; start = this.#endOf(start)) {
      if (++steps % stepsPerPause === 0) yield
      const part = this.#spelling.slice(start, this.#endOf(start))
      const id = this.#table.idOf(part)
      if (id !== undefined) ids.push(id)
      else for (const other of this.#table.idsOfUnknown?.(part, isUnknown) ?? []) ids.push(other)
      isUnknown = id === undefined
    }
    return ids
  }

  #merge(start: number): void {
    const second = this.#endOf(start)
    const end = this.#endOf(second)
    this.#ends[start] = end
    this.#ranks[second] = -1
    if (end < this.#spelling.length) this.#previous[end] = start
    this.#rank(start)
    if (start > 0) this.#rank(this.#previous[start] ?? 0)
  }

  #rank(start: number): void {
    const second = this.#endOf(start)
    const { length } = this.#spelling
    const rank =
      second < length
        ? this.#table.rankOf(this.#spelling.slice(start, second), this.#spelling.slice(second, this.#endOf(second)))
        : undefined
    this.#ranks[start] = rank ?? -1
    if (rank !== undefined) this.#heap.push(rank * maxPositions + start)
  }

  #endOf(start: number): number {
    return this.#ends[start] ?? this.#spelling.length
  }
}

/** A heap with the smallest number on top. */
class MinHeap {
  readonly #numbers: number[] = []

  push(number: number): void {
    const numbers = this.#numbers
    let at = numbers.push(number) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = numbers[parent] ?? 0
      if (above <= number) break
      numbers[at] = above
      at = parent
    }
    numbers[at] = number
  }

  pop(): number | undefined {
    const numbers = this.#numbers
    const smallest = numbers[0]
    const last = numbers.pop()
    if (smallest === undefined || last === undefined || numbers.length === 0) return smallest
    let at = 0
    for (let child = 1; child < numbers.length; child = 2 * at + 1) {
      const right = child + 1
      if (right < numbers.length && (numbers[right] ?? 0) < (numbers[child] ?? 0)) child = right
      const below = numbers[child] ?? 0
      if (below >= last) break
      numbers[at] = below
      at = child
    }
    numbers[at] = last
    return smallest
  }
}
