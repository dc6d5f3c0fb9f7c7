/**
 * Languages in which the reader recognizes the text of pictures, by Tesseract's codes. To add one, add a line here and
 * the npm package `@tesseract.js-data/CODE`, and its locale below; each makes the app 1 to 3 MB larger.
 */
export const ocrLanguages = {
  eng: 'English',
  deu: 'German',
  fra: 'French',
  spa: 'Spanish',
  ita: 'Italian',
  por: 'Portuguese',
  nld: 'Dutch',
  pol: 'Polish',
  chi_sim: 'Chinese (simplified)',
  chi_tra: 'Chinese (traditional)',
  jpn: 'Japanese',
  kor: 'Korean',
} as const

export type OcrLanguage = keyof typeof ocrLanguages

export const isOcrLanguage = (value: string): value is OcrLanguage => Object.hasOwn(ocrLanguages, value)

export const defaultOcrLanguages: readonly OcrLanguage[] = ['eng']

/** With more at once a page takes longer than a reader may take for it. */
export const maxOcrLanguages = 3

/** The language of each, with the script where there are several. */
const locales: Readonly<Record<OcrLanguage, string>> = {
  eng: 'en',
  deu: 'de',
  fra: 'fr',
  spa: 'es',
  ita: 'it',
  por: 'pt',
  nld: 'nl',
  pol: 'pl',
  chi_sim: 'zh',
  chi_tra: 'zh-Hant',
  jpn: 'ja',
  kor: 'ko',
}

/** The languages of text recognition for what a system prefers, such as `de-CH`; English for languages without one. */
export function ocrLanguagesFor(preferred: readonly string[]): readonly OcrLanguage[] {
  const known = Object.entries(locales) as readonly [OcrLanguage, string][]
  const found = preferred.map(plainLocale).flatMap((locale) => {
    const match = known.find((entry) => entry[1] === locale)
    return match ? [match[0]] : []
  })
  return found.length > 0 ? [...new Set(found)].slice(0, maxOcrLanguages) : defaultOcrLanguages
}

/** Language, and for Chinese its script: "de-CH" is "de", "zh-TW" is "zh-Hant". */
function plainLocale(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag.replaceAll('_', '-')).maximize()
    return language === 'zh' && script === 'Hant' ? 'zh-Hant' : language
  } catch {
    return '' // what a system calls a locale may be none, such as "C"
  }
}
