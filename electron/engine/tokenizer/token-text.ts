const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Returns the index of an unfinished character at the end of `bytes`, or their length if there is none. */
function findUnfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    if (byte < 0xf8 && length > back) return bytes.length - back
    break
  }
  return bytes.length
}

interface Piece {
  readonly bytes: Uint8Array
  /** Undefined if the bytes are not whole characters, which is rare. */
  readonly text: string | undefined
}

/** Caches the bytes and text of each id. Shared by all replies, because reading a piece costs more than using it. */
export class TokenPieces {
  readonly #bytesOf: (id: number) => Uint8Array
  readonly #pieces: (Piece | undefined)[] = []

  constructor(bytesOf: (id: number) => Uint8Array) {
    this.#bytesOf = bytesOf
  }

  of(id: number): Piece {
    return this.#pieces[id] ?? this.#read(id)
  }

  #read(id: number): Piece {
    const bytes = this.#bytesOf(id)
    const text = decoder.decode(bytes)
    const piece = { bytes, text: text.includes('\ufffd') ? undefined : text }
    // A negative or huge id from a broken stream must not turn the array into a dictionary.
    if (id >= 0 && id < 1_000_000) this.#pieces[id] = piece
    return piece
  }
}

/** Decodes token ids as they arrive. A character whose bytes span several tokens appears when it is complete. */
export class TokenText {
  readonly #pieces: TokenPieces
  #pending: Uint8Array | undefined

  constructor(pieces: TokenPieces) {
    this.#pieces = pieces
  }

  push(id: number): string {
    const piece = this.#pieces.of(id)
    if (this.#pending === undefined && piece.text !== undefined) return piece.text
    if (piece.bytes.length === 0) return ''
    const bytes = this.#pending === undefined ? piece.bytes : Buffer.concat([this.#pending, piece.bytes])
    const end = findUnfinished(bytes)
    this.#pending = end < bytes.length ? bytes.subarray(end) : undefined
    return end === 0 ? '' : decoder.decode(bytes.subarray(0, end))
  }

  /** Returns one U+FFFD for an unfinished character, or an empty text. */
  flush(): string {
    if (this.#pending === undefined) return ''
    const text = decoder.decode(this.#pending)
    this.#pending = undefined
    return text
  }
}
