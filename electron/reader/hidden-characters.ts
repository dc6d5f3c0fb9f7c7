/**
 * Invisible characters can carry instructions that the model sees and the user does not. All are removed, except where
 * writing needs them: joiners after a letter of a joining script (Persian, Arabic, the Indic scripts), joiners inside an
 * emoji, and one variation selector after a character with variants. A flag made of tags becomes a plain flag.
 */
const hiddenRanges: readonly (readonly [number, number])[] = [
  [0x00ad, 0x00ad], // soft hyphen
  [0x034f, 0x034f], // combining grapheme joiner
  [0x061c, 0x061c], // Arabic letter mark
  [0x115f, 0x1160], // Hangul fillers, also 0x3164 and 0xffa0
  [0x17b4, 0x17b5], // Khmer inherent vowels
  [0x180b, 0x180f], // Mongolian variation selectors and vowel separator
  [0x200b, 0x200f], // zero-width space, joiners, direction marks
  [0x202a, 0x202e], // bidi embeddings and overrides
  [0x2060, 0x206f], // word joiner, invisible operators, bidi isolates
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff, 0xfeff], // byte order mark inside the text
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb], // interlinear annotation
  [0x1bca0, 0x1bca3], // shorthand format controls
  [0x1d173, 0x1d17a], // musical format controls
  [0xe0000, 0xe0fff], // tags, variation selectors
]
const escaped = (code: number) => `\\u{${code.toString(16)}}`
const hidden = new RegExp(`[${hiddenRanges.map(([from, to]) => `${escaped(from)}-${escaped(to)}`).join('')}]`, 'gu')

const joiningScripts = `Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada
  Malayalam Sinhala Tibetan Myanmar Khmer`.split(/\s+/)
const inJoiningScript = new RegExp(
  `^[${joiningScripts.map((name) => `\\p{Script_Extensions=${name}}`).join('')}]$`,
  'u',
)
const letterOrMark = /^[\p{L}\p{M}]$/u
const emoji = /^\p{Extended_Pictographic}$/u
/** An emoji, with its skin tone or variation selector, at the end of a text. */
const endsInEmoji = /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)?$/u

/** Removes hidden characters from `text`; `removed` is their number. */
export function removeHidden(text: string): { text: string; removed: number } {
  let removed = 0
  const cleaned = text.replace(hidden, (character, offset: number) => {
    if (isNeeded(character, text, offset)) return character
    removed++
    return ''
  })
  return { text: cleaned, removed }
}

function isNeeded(character: string, text: string, offset: number): boolean {
  const code = character.codePointAt(0) ?? 0
  const before = characterBefore(text, offset)
  if (code === 0x200c || code === 0x200d) {
    if (letterOrMark.test(before) && inJoiningScript.test(before)) return true
    const isInEmoji =
      emoji.test(characterAt(text, offset + 1)) && endsInEmoji.test(text.slice(Math.max(0, offset - 4), offset))
    return code === 0x200d && isInEmoji
  }
  if (code === 0xfe0e || code === 0xfe0f) return /^\p{Emoji}$/u.test(before)
  if (code >= 0xfe00 && code <= 0xfe0d) return /^[\p{Sm}\p{Script=Han}\p{Script=Myanmar}]$/u.test(before)
  if (code >= 0xe0100 && code <= 0xe01ef) return /^\p{Script=Han}$/u.test(before)
  return code >= 0x180b && code <= 0x180d && /^\p{Script=Mongolian}$/u.test(before)
}

const characterAt = (text: string, index: number) => {
  const code = text.codePointAt(index)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function characterBefore(text: string, offset: number): string {
  if (offset === 0) return ''
  const unit = text.charCodeAt(offset - 1)
  const isLowHalf = unit >= 0xdc00 && unit <= 0xdfff && offset > 1
  return characterAt(text, isLowHalf ? offset - 2 : offset - 1)
}
