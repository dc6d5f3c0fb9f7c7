import { app } from 'electron'
import { type OcrLanguage, ocrLanguagesFor } from '../../../contract/ocr-languages.js'
import type { Settings } from '../../../contract/settings.js'

export const systemOcrLanguages = (): readonly OcrLanguage[] => ocrLanguagesFor(app.getPreferredSystemLanguages())

/** In which the text of pictures is recognized: as the user has chosen, else the languages of the computer. */
export const ocrLanguagesOf = ({ ocrLanguages }: Settings): readonly OcrLanguage[] =>
  ocrLanguages.length > 0 ? ocrLanguages : systemOcrLanguages()
