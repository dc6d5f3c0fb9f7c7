import { FolderError } from './folder-error.js'

/** Configs and headers nest only a few levels deep. */
const maxDepth = 64

const [quote, backslash, openArray, closeArray, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Parses JSON from an untrusted file. Throws `json-damaged` and `json-too-deep`.
 * @param what how error messages begin, e.g. "The model’s config.json"
 * @param advice how error messages end
 */
export function parseJson(bytes: Uint8Array, what: string, advice: string): unknown {
  if (isTooDeep(bytes)) throw new FolderError('json-too-deep', `${what} is nested too deeply. ${advice}`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new FolderError('json-damaged', `${what} is not valid JSON. ${advice}`, { cause })
  }
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
