/** A JSON number that keeps its spelling. */
export class JsonNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** Formats it like Rust's serde_json: an integer if it fits in 64 bits, otherwise a double. */
  toString(): string {
    if (/^-?\d+$/.test(this.text) && this.text !== '-0') {
      const integer = BigInt(this.text)
      if (integer >= minInteger && integer <= maxInteger) return this.text
    }
    return formatDouble(readDouble(this.text))
  }
}

const minInteger = -(2n ** 63n)
const maxInteger = 2n ** 64n - 1n
const maxPower = 308

/**
 * Returns the double that serde_json reads, which is not always the nearest: it takes the digits that fit in 64 bits
 * as one integer and multiplies or divides by a power of ten. Returns infinity for a number that it refuses.
 */
export function readDouble(text: string): number {
  const [, sign, whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/i.exec(text) ?? []
  let significand = 0n
  let exponent = 0
  const take = (digit: string) => {
    const next = significand * 10n + BigInt(digit)
    if (next <= maxInteger) significand = next
    return next <= maxInteger
  }
  const firstSkipped = Array.from(whole).findIndex((digit) => !take(digit))
  if (firstSkipped >= 0) exponent = whole.length - firstSkipped
  for (const digit of fraction) {
    if (!take(digit)) break
    exponent--
  }
  const value = scale(Number(significand), exponent + Number(power))
  return sign === '-' ? -value : value
}

function scale(significand: number, exponent: number): number {
  let value = significand
  let rest = exponent
  while (rest < -maxPower && value !== 0) {
    value /= 1e308
    rest += maxPower
  }
  if (value === 0) return 0
  if (rest > maxPower) return Number.POSITIVE_INFINITY
  return rest >= 0 ? value * powerOfTen(rest) : value / powerOfTen(-rest)
}

const powerOfTen = (exponent: number) => Number(`1e${exponent}`)

/** Formats a double like Rust's ryu: the fewest digits, with a point or an exponent. */
function formatDouble(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  if (value === 0) return `${sign}0.0`
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential().split('e')
  const digits = mantissa.replace('.', '')
  const point = Number(exponent) + 1
  if (point > 16 || point <= -5) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
    return `${sign}${digits[0]}${fraction}e${point - 1}`
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (digits.length > point) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
  return `${sign}${digits.padEnd(point, '0')}.0`
}
