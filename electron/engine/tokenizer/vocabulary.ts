import type { MergeTable } from './byte-pairs.js'
import type { Place } from './place.js'
import type { Cut } from './pre-tokenizer.js'

/** A token that a file lists beside the trained ones. */
export interface AddedToken {
  readonly id: number
  readonly content: string
  /** Special tokens have no text. */
  readonly isSpecial: boolean
  /** Found in normalized text. */
  readonly isNormalized: boolean
  /** Takes the whitespace on this side with it. */
  readonly stripsLeft: boolean
  readonly stripsRight: boolean
  /** Found only between characters that belong to no word. */
  readonly isSingleWord: boolean
}

/** The data with which a tokenizer encodes and decodes. */
export interface Vocabulary {
  /**
   * The spelling of each byte: one character, or nothing for a byte without a token. Undefined if a spelling has the
   * characters of the text itself.
   */
  readonly alphabet: readonly string[] | undefined
  /** Changes a text before it is cut. */
  normalize(text: string, place: Place): string
  /** Cuts normalized text into the stretches that are merged separately. */
  readonly cut: Cut
  readonly merges: MergeTable
  /** All added tokens by their content. */
  readonly added: ReadonlyMap<string, AddedToken>
  /** Added tokens that are ordinary text: no special tokens, and none that looks like a marker. */
  readonly words: readonly AddedToken[]
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

/** Maps ids to bytes, for tokens spelled in characters: `▁` is a space, and `<0x0A>` one byte. */
export function bytesByCharacters(spellingOf: (id: number) => string | undefined): (id: number) => Uint8Array {
  return (id) => {
    const spelling = spellingOf(id)
    if (spelling === undefined) return noBytes
    const [, hex] = /^<0x([0-9A-F]{2})>$/.exec(spelling) ?? []
    return hex === undefined
      ? new TextEncoder().encode(spelling.replaceAll('▁', ' '))
      : Uint8Array.of(Number.parseInt(hex, 16))
  }
}

/** Returns the token for a byte that no character has. */
export function byteToken(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`
}
