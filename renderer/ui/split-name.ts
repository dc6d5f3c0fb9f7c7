const characters = new Intl.Segmenter()
/** A name up to this length is not split. */
const maxWholeCharacters = 20
const tailCharacters = 8

/** Splits a name into a head that may be shortened and a tail that is always shown. A short name has an empty tail. */
export function splitName(name: string): { readonly head: string; readonly tail: string } {
  const all = Array.from(characters.segment(name), ({ segment }) => segment)
  if (all.length <= maxWholeCharacters) return { head: name, tail: '' }
  return { head: all.slice(0, -tailCharacters).join(''), tail: all.slice(-tailCharacters).join('') }
}
