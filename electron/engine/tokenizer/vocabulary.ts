import type { MergeTable } from './byte-pairs.js'

/** What a tokenizer reads and writes with. */
export interface Vocabulary {
  /** The character that stands for each byte in a spelling. */
  readonly alphabet: readonly string[]
  /** Cuts a text into the stretches that are merged by themselves; global. */
  readonly pattern: RegExp
  readonly merges: MergeTable
  /** The ids of special tokens by name. */
  readonly specials: ReadonlyMap<string, number>
  /** Nothing for a special token and for what is no id. */
  bytesOf(id: number): Uint8Array
}

/** GPT-2's alphabet: printable Latin-1 stands for itself, the other bytes for U+0100 onwards in order. */
export const gpt2Alphabet: readonly string[] = (() => {
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173)
    return String.fromCharCode(isPrintable ? byte : next++)
  })
})()

const nothing = new Uint8Array(0)

/** The bytes by id, for tokens spelled in an alphabet. A character outside it gives its own UTF-8. */
export function bytesBySpelling(
  alphabet: readonly string[],
  spellingOf: (id: number) => string | undefined,
): (id: number) => Uint8Array {
  const byteOf = new Map(alphabet.map((character, byte) => [character, byte]))
  return (id) => {
    const spelling = spellingOf(id)
    if (spelling === undefined) return nothing
    const bytes: number[] = []
    for (const character of spelling) {
      const byte = byteOf.get(character)
      if (byte === undefined) bytes.push(...new TextEncoder().encode(character))
      else bytes.push(byte)
    }
    return Uint8Array.from(bytes)
  }
}
