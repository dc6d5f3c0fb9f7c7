const newline = 0x0a
const space = 0x20
const slotCount = 2 ** 19

/**
 * Looks up tokens directly in a rank file of tiktoken, which has a line `BASE64 RANK` for each token in the order of
 * ranks: building a map of 200,000 strings takes 0.2 s, longer than the rest of a command.
 */
export class RankTable {
  readonly #file: Buffer
  /** The start of each line, then the end of the file. */
  readonly #starts: Int32Array
  /** Open addressing: rank + 1, at the hash of the Base64 or after it. Filled at the first lookup. */
  #slots: Int32Array | undefined

  constructor(file: Buffer) {
    this.#file = file
    const starts = [0]
    for (let end = file.indexOf(newline); end >= 0; end = file.indexOf(newline, end + 1)) starts.push(end + 1)
    this.#starts = Int32Array.from(starts)
  }

  /** Returns the token with this rank, one character per byte. */
  tokenAt(rank: number): string | undefined {
    const start = this.#starts[rank]
    if (start === undefined || start >= this.#file.length) return undefined
    const base64 = this.#file.toString('latin1', start, this.#file.indexOf(space, start))
    return Buffer.from(base64, 'base64').toString('latin1')
  }

  /** @param token one character per byte */
  rankOf(token: string): number | undefined {
    const slots = this.#slots ?? this.#fill()
    const key = Buffer.from(Buffer.from(token, 'latin1').toString('base64'), 'latin1')
    for (let slot = hashOf(key, 0); ; slot = (slot + 1) % slotCount) {
      const rank = (slots[slot] ?? 0) - 1
      if (rank < 0) return undefined
      if (this.#isAt(this.#starts[rank] ?? 0, key)) return rank
    }
  }

  #fill(): Int32Array {
    const slots = new Int32Array(slotCount)
    const tokens = this.#starts.length - 1
    for (let rank = 0; rank < tokens; rank++) {
      let slot = hashOf(this.#file, this.#starts[rank] ?? 0)
      while (slots[slot] !== 0) slot = (slot + 1) % slotCount
      slots[slot] = rank + 1
    }
    this.#slots = slots
    return slots
  }

  #isAt(start: number, key: Uint8Array): boolean {
    for (let at = 0; at < key.length; at++) if (this.#file[start + at] !== key[at]) return false
    return this.#file[start + key.length] === space
  }
}

/** Returns the slot for the bytes from `start` to a space or the end, by FNV-1a. */
function hashOf(bytes: Uint8Array, start: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < bytes.length && bytes[at] !== space; at++) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % slotCount
}
