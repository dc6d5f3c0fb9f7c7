import type { MergeTable } from './byte-pairs.js'

/** The data with which a tokenizer encodes and decodes. */
export interface Vocabulary {
  /** The character for each byte in a spelling. */
  readonly alphabet: readonly string[]
  /** Matches the stretches of text that are merged separately; has the flag `g`. */
  readonly pattern: RegExp
  readonly merges: MergeTable
  /** The ids of special tokens by name. */
  readonly specials: ReadonlyMap<string, number>
  /** One more than the highest id of ordinary text. */
  readonly idCount: number
  /** Returns no bytes for a special token or an invalid id. */
  bytesOf(id: number): Uint8Array
}

/** GPT-2's alphabet: a printable Latin-1 byte is its own character, the other bytes are U+0100 and up in order. */
export const gpt2Alphabet: readonly string[] = (() => {
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173)
    return String.fromCharCode(isPrintable ? byte : next++)
  })
})()

const noBytes = new Uint8Array(0)

/** Maps ids to bytes, for tokens spelled in an alphabet. A character outside it is encoded as UTF-8. */
export function bytesBySpelling(
  alphabet: readonly string[],
  spellingOf: (id: number) => string | undefined,
): (id: number) => Uint8Array {
  const byteOf = new Map(alphabet.map((character, byte) => [character, byte]))
  return (id) => {
    const spelling = spellingOf(id)
    if (spelling === undefined) return noBytes
    const bytes: number[] = []
    for (const character of spelling) {
      const byte = byteOf.get(character)
      if (byte === undefined) bytes.push(...new TextEncoder().encode(character))
      else bytes.push(byte)
    }
    return Uint8Array.from(bytes)
  }
}
