import { FolderError } from './folder-error.js'

/** Far deeper than any config or header. */
const deepest = 64

const [quote, backslash] = [0x22, 0x5c]
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

/**
 * JSON that comes from elsewhere. Throws `json-damaged` and `json-too-deep`.
 * @param what how errors begin, e.g. "The model’s config.json"
 * @param advice how they end
 */
export function parseJson(bytes: Uint8Array, what: string, advice: string): unknown {
  if (depthOf(bytes) > deepest) throw new FolderError('json-too-deep', `${what} is nested too deeply. ${advice}`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new FolderError('json-damaged', `${what} is no JSON. ${advice}`, { cause })
  }
}

function depthOf(bytes: Uint8Array): number {
  let depth = 0
  let most = 0
  let isText = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === quote) isText = !isText
    else if (isText) i += byte === backslash ? 1 : 0
    else if (opening.has(byte)) most = Math.max(most, ++depth)
    else if (closing.has(byte)) depth--
  }
  return most
}
