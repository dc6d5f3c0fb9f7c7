import { expect, test } from 'vitest'
import { ocrLanguagesFor } from './ocr-languages.js'

test.each([
  [
    ['de-CH', 'fr-CH', 'en-US'],
    ['deu', 'fra', 'eng'],
  ],
  [
    ['zh-TW', 'zh-Hans-CN'],
    ['chi_tra', 'chi_sim'],
  ],
  [['zh-HK'], ['chi_tra']],
  [['en-GB', 'en-US'], ['eng']],
  [['pt_BR', 'sv', 'C', ''], ['por']],
  [['sv-SE'], ['eng']],
  [[], ['eng']],
  [
    ['en', 'de', 'fr', 'es'],
    ['eng', 'deu', 'fra'],
  ],
] as const)('a system that prefers %j has the text of pictures read as %j', (preferred, languages) => {
  expect(ocrLanguagesFor(preferred)).toEqual(languages)
})
