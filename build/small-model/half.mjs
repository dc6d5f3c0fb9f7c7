/** The value of 16 bits of IEEE 754's binary16. */
export function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24)
}

/** The 16 bits of a finite number, or undefined if binary16 can't represent it exactly. */
export function toHalf(value) {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  if (size === 0) return sign
  const exponent = Math.max(-14, Math.floor(Math.log2(size)))
  const fraction = size * 2 ** (10 - exponent)
  if (!Number.isInteger(fraction) || exponent > 15 || fraction > 2047) return undefined
  return sign | (fraction < 1024 ? fraction : ((exponent + 15) << 10) | (fraction - 1024))
}
