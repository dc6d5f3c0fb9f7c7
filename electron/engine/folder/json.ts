import { FolderError } from './folder-error.js'

/** Far deeper than any config or header. */
const deepest = 64

const [quote, backslash, openArray, closeArray, openTable, closeTable] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/**
 * JSON that comes from elsewhere. Throws `json-damaged` and `json-too-deep`.
 * @param what how errors begin, e.g. "The model’s config.json"
 * @param advice how they end
 */
export function parseJson(bytes: Uint8Array, what: string, advice: string): unknown {
  if (isDeep(bytes)) throw new FolderError('json-too-deep', `${what} is nested too deeply. ${advice}`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new FolderError('json-damaged', `${what} is no JSON. ${advice}`, { cause })
  }
}

export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Before it is parsed: a million brackets would take `JSON.parse` many seconds. */
function isDeep(bytes: Uint8Array): boolean {
  let depth = 0
  let isText = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === quote) isText = !isText
    else if (isText) i += byte === backslash ? 1 : 0
    else if (byte === openArray || byte === openTable) depth++
    else if (byte === closeArray || byte === closeTable) depth--
    if (depth > deepest) return true
  }
  return false
}
