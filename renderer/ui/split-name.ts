const characters = new Intl.Segmenter()
/** So short a name is shown whole wherever it stands. */
const short = 20
const kept = 8

/** A name in two: its end, which is always shown, and what gives way before it. A short name has no such end. */
export function splitName(name: string): { readonly head: string; readonly tail: string } {
  const all = Array.from(characters.segment(name), ({ segment }) => segment)
  if (all.length <= short) return { head: name, tail: '' }
  return { head: all.slice(0, -kept).join(''), tail: all.slice(-kept).join('') }
}
