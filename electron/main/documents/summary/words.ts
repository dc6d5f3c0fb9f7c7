const unspacedScripts =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const unspaced = new RegExp(`[${unspacedScripts}]`, 'u')
const eachCharacter = new RegExp(`[${unspacedScripts}]\\p{M}*|[^${unspacedScripts}]+`, 'gu')
const word = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu
/** "1,200", "1.200", "1’200", and with the narrow spaces that are printed between the groups. */
const groupedNumber = /(?<![\p{N}.,])[1-9]\d{0,2}([.,’'\u00a0\u202f])\d{3}(?:\1\d{3})*(?!\p{N}|\1\d)/gu
/** Scripts in which most words of fewer than four letters only join the others. */
const cased = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+$/u
const joiningWords = new Set(
  (
    'about after also although another because been before being between both could does during each either every from ' +
    'have having here however into itself just many more most much must only other others over same should since some ' +
    'such than that their them then there therefore these they this those though through thus under until upon very ' +
    'well were what when where which while whom whose will with within without would your'
  ).split(' '),
)

/** "1,200" → "1200", in a whole text. */
export const withPlainNumbers = (text: string) => text.replace(groupedNumber, (number) => number.replace(/[^\d]/g, ''))

/** One line, without soft hyphens and without the hyphen of a word that a line end divides. */
export const unbroken = (text: string) =>
  text
    .normalize('NFC')
    .replace(/\u00ad/g, '')
    .replace(/(?<=\p{L})-[^\S\n]{0,9}\n\s{0,9}(?=\p{Ll})/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

/** The words in lower case, without punctuation. In a script without spaces each character is a word. */
export const wordsOf = (text: string): readonly string[] =>
  (withPlainNumbers(unbroken(text).normalize('NFKC')).toLowerCase().match(word) ?? []).flatMap((found) =>
    unspaced.test(found) ? (found.match(eachCharacter) ?? []) : [found.replaceAll(',', '.')],
  )

/** Those of `words` that carry the content: without "the", "and", "which". All of them when nothing else is left. */
export function contentWordsOf(words: readonly string[]): readonly string[] {
  const content = words.filter((one) => !cased.test(one) || (one.length > 3 && !joiningWords.has(one)))
  return content.length > 0 ? content : words
}
