import { boundsInWords, isWithin, type NumberSetting } from '../../contract/setting.js'

/** The number that was typed, `null` for nothing, or what is wrong with it. A comma is a decimal point as well. */
export function readNumber(text: string, setting: NumberSetting): { value: number | null } | { error: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { value: null }
  const value = /^\d+([.,]\d+)?$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : Number.NaN
  return isWithin(setting, value) ? { value } : { error: `${boundsInWords(setting)}, or nothing.` }
}
