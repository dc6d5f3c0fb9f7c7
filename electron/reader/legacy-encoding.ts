import { analyse } from 'chardet'

const sampleBytes = 64 * 1024
/** Chance finds of chardet stay below these of its confidences, in per cent. */
const minWideConfidence = 90
const minConfidence = 20
/** How far a Central European or Turkish encoding must be ahead of the Western ones. */
const minLead = 10
const maxBrokenShare = 1 / 1_000

const wide = new Set(['Shift_JIS', 'EUC-JP', 'GB18030', 'Big5', 'EUC-KR'])
const otherScripts = new Set([
  ...['windows-1251', 'KOI8-R', 'ISO-8859-5', 'windows-1253', 'ISO-8859-7'],
  ...['windows-1255', 'ISO-8859-8', 'windows-1256', 'ISO-8859-6'],
])
const otherLatin = new Set(['windows-1250', 'ISO-8859-2', 'windows-1254', 'ISO-8859-9'])
const western = new Set(['windows-1252', 'ISO-8859-1'])

/**
 * Detects an encoding of the time before Unicode by its statistics, for text that is neither UTF-8 nor UTF-16. Returns
 * undefined where Windows-1252 is as likely.
 */
export function detectLegacyEncoding(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, sampleBytes)
  const matches = analyse(sample)
  const westernConfidence = Math.max(0, ...matches.filter(({ name }) => western.has(name)).map((one) => one.confidence))
  const hasOtherScript = shareOfHighBytes(sample) > 0.4
  for (const { name, confidence } of matches) {
    const isLikely = wide.has(name)
      ? confidence >= minWideConfidence
      : otherScripts.has(name)
        ? hasOtherScript && confidence >= minConfidence
        : otherLatin.has(name) && confidence >= Math.max(minConfidence, westernConfidence + minLead)
    if (isLikely && isWhole(bytes, name)) return new TextDecoder(name).encoding
  }
  return undefined
}

/** Of the letters. Western languages have few beyond ASCII. */
function shareOfHighBytes(sample: Uint8Array): number {
  let high = 0
  let letters = 0
  for (const byte of sample) {
    if (byte >= 0x80) high++
    if (byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) letters++
  }
  return letters === 0 ? 0 : high / letters
}

function isWhole(bytes: Uint8Array, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(bytes)
  let broken = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) broken++
  return broken <= text.length * maxBrokenShare
}
