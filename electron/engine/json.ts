import { FolderError } from './folder-error.js'

/** Far deeper than any config or header. */
const deepest = 64

/**
 * JSON that comes from elsewhere. Throws `json-damaged` and `json-too-deep`.
 * @param what how errors begin, e.g. "The model’s config.json"
 * @param advice how they end
 */
export function parseJson(bytes: Uint8Array, what: string, advice: string): unknown {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new FolderError('json-damaged', `${what} is no JSON. ${advice}`, { cause })
  }
  if (isDeep(json)) throw new FolderError('json-too-deep', `${what} is nested too deeply. ${advice}`)
  return json
}

export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Level by level: what is nested a million times must not need a stack as deep. `JSON.parse` needs none either. */
function isDeep(json: unknown): boolean {
  let level = [json]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      for (const item of Array.isArray(value) ? value : Object.values(value)) {
        if (typeof item === 'object' && item !== null) next.push(item)
      }
    }
    level = next
  }
  return false
}
