import { FolderError } from './folder-error.js'

/** Configs and headers nest only a few levels deep. */
const maxDepth = 64

const [quote, backslash, openArray, closeArray, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Parses JSON from an untrusted file, also with the `NaN` and `Infinity` that Python writes. Throws `json-damaged` and `json-too-deep`.
 * @param what how error messages begin, e.g. "The model’s config.json"
 * @param advice how error messages end
 */
export function parseJson(bytes: Uint8Array, what: string, advice: string): unknown {
  if (isTooDeep(bytes)) throw new FolderError('json-too-deep', `${what} is nested too deeply. ${advice}`)
  try {
    return decodeJson(bytes)
  } catch (cause) {
    const standard = replaceNonNumbers(bytes)
    try {
      if (standard) return decodeJson(standard)
    } catch {
      // The first error names a place in the file itself.
    }
    throw new FolderError('json-damaged', `${what} is not valid JSON. ${advice}`, { cause })
  }
}

function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Runs before parsing, because `JSON.parse` takes many seconds for a million open brackets. */
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0
  let isText = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === quote) isText = !isText
    else if (isText) i += byte === backslash ? 1 : 0
    else if (byte === openArray || byte === openObject) depth++
    else if (byte === closeArray || byte === closeObject) depth--
    if (depth > maxDepth) return true
  }
  return false
}

const nonNumbers = [
  [Buffer.from('NaN'), Buffer.from('null')],
  // Too large for a double, so it is read as infinite. A minus sign before it stays.
  [Buffer.from('Infinity'), Buffer.from('1e999')],
] as const

/** Replaces `NaN` with null and `Infinity` with an infinite number. Returns undefined if there is none. */
function replaceNonNumbers(bytes: Uint8Array): Buffer | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const parts: Uint8Array[] = []
  let done = 0
  let isText = false
  for (let i = 0; i < file.length; i++) {
    const byte = file[i]
    if (byte === quote) isText = !isText
    else if (isText) i += byte === backslash ? 1 : 0
    else {
      const found = nonNumbers.find(([word]) => word[0] === byte && isWordAt(file, i, word))
      if (!found) continue
      parts.push(file.subarray(done, i), found[1])
      done = i + found[0].length
      i = done - 1
    }
  }
  return done === 0 ? undefined : Buffer.concat([...parts, file.subarray(done)])
}

/** True if `word` is at `start` and no other letter or digit touches it. */
function isWordAt(file: Buffer, start: number, word: Buffer): boolean {
  const end = start + word.length
  const touches = (at: number) => /[\w.+]/.test(String.fromCharCode(file[at] ?? 0x20))
  return file.subarray(start, end).equals(word) && !touches(start - 1) && !touches(end)
}
