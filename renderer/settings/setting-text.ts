import { boundsInWords, isWithin, type NumberSetting } from '../../contract/setting.js'

/** Returns the typed number, `null` for blank text, or an error. A comma is a decimal point too. */
export function readNumber(text: string, setting: NumberSetting): { value: number | null } | { error: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { value: null }
  const value = /^\d+([.,]\d+)?$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : Number.NaN
  return isWithin(setting, value) ? { value } : { error: `${boundsInWords(setting)}, or nothing.` }
}
