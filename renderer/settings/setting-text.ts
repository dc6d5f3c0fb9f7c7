export interface NumberRule {
  readonly minimum: number
  readonly maximum: number
  readonly isWhole: boolean
  /** `minimum` itself is too little. */
  readonly isAbove?: boolean
}

export const rules = {
  temperature: { minimum: 0, maximum: 2, isWhole: false },
  topP: { minimum: 0, maximum: 1, isWhole: false, isAbove: true },
  maxTokens: { minimum: 1, maximum: 10_000_000, isWhole: true },
  seed: { minimum: 0, maximum: 2 ** 31 - 1, isWhole: true },
} as const satisfies Record<string, NumberRule>

const numbers = new Intl.NumberFormat('en')

/** The number that was typed, `null` for nothing, or what is wrong with it. A comma is a decimal point as well. */
export function readNumber(text: string, rule: NumberRule): { value: number | null } | { error: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { value: null }
  const value = /^\d+([.,]\d+)?$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : Number.NaN
  const { minimum, maximum, isWhole, isAbove } = rule
  const isIn = value <= maximum && (isAbove ? value > minimum : value >= minimum)
  if (isIn && (!isWhole || Number.isInteger(value))) return { value }
  const kind = isWhole ? 'A whole number' : 'A number'
  const from = isAbove ? `above ${numbers.format(minimum)}, up to` : `from ${numbers.format(minimum)} to`
  return { error: `${kind} ${from} ${numbers.format(maximum)}, or nothing.` }
}
