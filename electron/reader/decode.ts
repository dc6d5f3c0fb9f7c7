import type { ReadFailure } from '../../contract/reader.js'
import { detectLegacyEncoding } from './legacy-encoding.js'

export class ReadError extends Error {
  readonly code: ReadFailure

  constructor(code: ReadFailure) {
    super(code)
    this.code = code
  }
}

export interface DecodedText {
  readonly text: string
  /** As the Encoding Standard names it, for example `utf-8`, `utf-16le`, `windows-1252`, `shift_jis`. */
  readonly encoding: string
}

/** First bytes of common binary formats that may have a wrong extension. */
const signatures: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46, 0x2d], // %PDF-
  [0x50, 0x4b, 0x03, 0x04], // zip, and so docx, odt, epub, pages
  [0x50, 0x4b, 0x05, 0x06],
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x1f, 0x8b], // gzip
  [0x42, 0x5a, 0x68], // bzip2
  [0xfd, 0x37, 0x7a, 0x58, 0x5a], // xz
  [0x37, 0x7a, 0xbc, 0xaf], // 7z
  [0x52, 0x61, 0x72, 0x21], // rar
  [0xd0, 0xcf, 0x11, 0xe0], // old Office
  [0x7b, 0x5c, 0x72, 0x74, 0x66], // {\rtf
  [0x62, 0x70, 0x6c, 0x69, 0x73, 0x74], // bplist
  [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], // SQLite f
  [0x7f, 0x45, 0x4c, 0x46], // ELF
  [0xcf, 0xfa, 0xed, 0xfe], // Mach-O
  [0xca, 0xfe, 0xba, 0xbe],
]

const sampleBytes = 64 * 1024

/**
 * Decodes text in an unknown encoding: by its byte order mark, by the zero bytes of UTF-16, as UTF-8 when that is valid,
 * by the statistics of older encodings, else as Windows-1252. Throws `ReadError` when the bytes are not text.
 */
export function decode(bytes: Uint8Array): DecodedText {
  if (bytes.length === 0) throw new ReadError('document-empty')
  if (signatures.some((signature) => signature.every((byte, index) => bytes[index] === byte))) {
    throw new ReadError('document-unreadable')
  }
  const decoded = decodeAs(bytes, encodingOf(bytes))
  if (looksBinary(decoded.text)) throw new ReadError('document-unreadable')
  return decoded
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return detectUtf16(bytes.subarray(0, sampleBytes))
}

/**
 * Without a mark, UTF-16 has zero bytes (the high halves of spaces and Latin letters) at even or at odd offsets only. So may
 * a text of one byte a letter that ends its records with NUL: without those it is text.
 */
function detectUtf16(sample: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  let even = 0
  let odd = 0
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) index % 2 === 0 ? even++ : odd++
  }
  const many = sample.length / 20
  const few = sample.length / 1_000
  const isLittle = odd > many && even <= few
  const isBig = even > many && odd <= few
  if (!isLittle && !isBig) return undefined
  const isLatin = Math.max(odd, even) > (sample.length / 2) * minLatinShare
  if (!isLatin && isTextWithout0(sample)) return undefined
  return isLittle ? 'utf-16le' : 'utf-16be'
}

/** Where more of the high halves are zero, the text is in Latin letters, and nothing else can look like it. */
const minLatinShare = 0.75

/** The halves of other scripts are control characters, or no UTF-8. */
function isTextWithout0(sample: Uint8Array): boolean {
  try {
    const rest = sample.filter((byte) => byte !== 0)
    // A stream, because the sample may end within a character.
    return !looksBinary(new TextDecoder('utf-8', { fatal: true }).decode(rest, { stream: true }))
  } catch {
    return false
  }
}

function decodeAs(bytes: Uint8Array, encoding: ReturnType<typeof encodingOf>): DecodedText {
  if (encoding) return { text: new TextDecoder(encoding).decode(bytes), encoding }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    return decodeDamaged(bytes)
  }
}

/** One broken byte in a long UTF-8 text must not turn every accented letter into two wrong ones. */
function decodeDamaged(bytes: Uint8Array): DecodedText {
  const text = new TextDecoder('utf-8').decode(bytes)
  let broken = 0
  let whole = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0xfffd) broken++
    else if (code > 0x7f) whole++
  }
  if (whole > broken * 4) return { text, encoding: 'utf-8' }
  const encoding = detectLegacyEncoding(bytes)
  if (encoding) return { text: new TextDecoder(encoding).decode(bytes), encoding }
  return { text: decodeWindows1252(bytes), encoding: 'windows-1252' }
}

/** Characters 0x80 to 0x9F; Node 20, which runs the tests, decodes them as Latin-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

export const decodeWindows1252 = (bytes: Uint8Array) =>
  new TextDecoder('windows-1252')
    .decode(bytes)
    .replace(/[\u0080-\u009f]/g, (character) => windows1252.charAt(character.charCodeAt(0) - 0x80))

/** Text has no NUL and few control characters. Escapes do not count, because terminal logs contain them. */
function looksBinary(text: string): boolean {
  let controls = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0) return true
    if (code < 0x20 ? !isPlainControl(code) : code >= 0x7f && code <= 0x9f && code !== 0x85) controls++
  }
  const share = controls / text.length
  return share > 0.3 || (controls > 8 && share > 0.02)
}

const isPlainControl = (code: number) => (code >= 0x09 && code <= 0x0d) || code === 0x1b
