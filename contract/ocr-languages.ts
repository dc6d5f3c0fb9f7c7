/**
 * Languages in which the reader recognizes the text of pictures, by Tesseract's codes. To add one, add a line here and
 * the npm package `@tesseract.js-data/CODE`; each makes the app 1 to 3 MB larger.
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
