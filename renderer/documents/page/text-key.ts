import type { DrawnText } from '../../../contract/drawing.js'

/**
 * A text as it is compared: its letters and digits in their simplest form, whatever stands between them. So hyphenation,
 * ligatures, the marks of Markdown and the ends of lines do not matter.
 */
export interface TextKey {
  readonly text: string
  /** For each UTF-16 unit of the key its offset in the text, or in the text of its item. */
  readonly offsets: readonly number[]
}

/** The key of all items of a page. */
export interface PageKey extends TextKey {
  /** For each UTF-16 unit of the key its item. */
  readonly items: readonly number[]
}

const isKept = /[\p{L}\p{N}]/gu

/** Of each character that a page has had, of which there are a few hundred. */
const simplest = new Map<string, string>()

function simplestOf(character: string): string {
  const known = simplest.get(character)
  if (known !== undefined) return known
  const kept = (character.normalize('NFKD').toLowerCase().match(isKept) ?? []).join('')
  simplest.set(character, kept)
  return kept
}

export function keyOf(text: string): TextKey {
  let key = ''
  const offsets: number[] = []
  let at = 0
  for (const character of text) {
    const kept = simplestOf(character)
    key += kept
    for (let unit = 0; unit < kept.length; unit++) offsets.push(at)
    at += character.length
  }
  return { text: key, offsets }
}

export function pageKeyOf(drawn: readonly DrawnText[]): PageKey {
  let text = ''
  const offsets: number[] = []
  const items: number[] = []
  for (const [item, each] of drawn.entries()) {
    const key = keyOf(each.text)
    text += key.text
    for (const offset of key.offsets) {
      offsets.push(offset)
      items.push(item)
    }
  }
  return { text, offsets, items }
}
