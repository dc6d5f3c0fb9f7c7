import { JsonNumber, readDouble } from './json-number.js'

/**
 * JSON as openai-harmony reads it. Keys keep their order (JavaScript moves `"1"` before `"a"`), and 1 differs from 1.0,
 * because the rendered default of a parameter shows the difference.
 */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject | JsonFault

export type JsonObject = ReadonlyMap<string, Json>

/**
 * Replaces a value that serde_json refuses: half of a surrogate pair, a number out of range, nesting that is too deep.
 * Only using the value is an error, for example as one item of a batch; an ignored field may hold one.
 */
export class JsonFault {
  readonly message: string

  constructor(message: string) {
    this.message = message
  }
}

/** The nesting depth that serde_json allows. */
const maxLevels = 127

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const wordPattern = /null|true|false/y
const words = new Map<string, Json>([
  ['null', null],
  ['true', true],
  ['false', false],
])

/** Parses a JSON text. Throws `SyntaxError`. Each item of a `batch` has its own count of levels. */
export function readJson(text: string): Json {
  return new Reader(text).read()
}

export function isObject(json: Json | undefined): json is JsonObject {
  return json instanceof Map
}

export function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json)
}

/** Returns the first fault in a value. */
export function findFault(json: Json): JsonFault | undefined {
  if (json instanceof JsonFault) return json
  const values = isArray(json) ? json : isObject(json) ? json.values() : []
  for (const value of values) {
    const fault = findFault(value)
    if (fault) return fault
  }
  return undefined
}

class Level {
  readonly end: ']' | '}'
  readonly #depth: number
  readonly #array: Json[] = []
  readonly #object = new Map<string, Json>()
  #key = ''
  #fault: JsonFault | undefined

  constructor(end: ']' | '}', parent: Level | undefined) {
    this.end = end
    this.#depth = parent === undefined || parent.#isBatch ? 1 : parent.#depth + 1
    if (this.#depth > maxLevels) this.#fault = new JsonFault(`It nests deeper than ${maxLevels} levels.`)
    this.#isBatch = end === ']' && parent !== undefined && parent.#depth === 1 && parent.#key === 'batch'
  }

  readonly #isBatch: boolean

  beginEntry(key: string | JsonFault): void {
    if (typeof key === 'string') this.#key = key
    else this.#fault ??= key
  }

  put(value: Json): void {
    if (this.#fault) return
    if (this.end === ']') this.#array.push(value)
    else this.#object.set(this.#key, value)
  }

  get value(): Json {
    return this.#fault ?? (this.end === ']' ? this.#array : this.#object)
  }
}

/** Keeps its own stack of levels, because recursion overflows on a text with a hundred thousand levels. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): Json {
    const levels: Level[] = []
    let value = this.#begin(levels)
    for (let level = levels.at(-1); level; level = levels.at(-1)) {
      const isEnd = value === undefined ? this.#skip(level.end) : this.#putAndSkip(level, value)
      if (isEnd) {
        levels.pop()
        value = level.value
        continue
      }
      if (level.end === '}') level.beginEntry(this.#key())
      value = this.#begin(levels)
    }
    this.#skipSpace()
    if (value === undefined || this.#at < this.#text.length) throw this.#unexpected()
    return value
  }

  /** Reads a scalar, or opens the level of an array or object and returns undefined. */
  #begin(levels: Level[]): Json | undefined {
    this.#skipSpace()
    if (this.#text[this.#at] === '"') return this.#string()
    const end = this.#skip('{') ? '}' : this.#skip('[') ? ']' : undefined
    if (end === undefined) return this.#wordOrNumber()
    levels.push(new Level(end, levels.at(-1)))
    return undefined
  }

  #putAndSkip(level: Level, value: Json): boolean {
    level.put(value)
    if (this.#skip(level.end)) return true
    if (!this.#skip(',')) throw this.#unexpected()
    return false
  }

  #key(): string | JsonFault {
    this.#skipSpace()
    if (this.#text[this.#at] !== '"') throw this.#unexpected()
    const key = this.#string()
    if (!this.#skip(':')) throw this.#unexpected()
    return key
  }

  /** Skips white space, then `character`. Returns false if another character is next. */
  #skip(character: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #string(): string | JsonFault {
    let end = this.#at
    do {
      end = this.#text.indexOf('"', end + 1)
      if (end < 0) throw new SyntaxError('A string has no end.')
    } while (this.#isEscaped(end))
    const string = JSON.parse(this.#text.slice(this.#at, end + 1)) as string
    this.#at = end + 1
    return /\p{Surrogate}/u.test(string) ? new JsonFault('A string holds half of a surrogate pair.') : string
  }

  #isEscaped(quote: number): boolean {
    let start = quote
    while (this.#text[start - 1] === '\\') start--
    return (quote - start) % 2 === 1
  }

  #wordOrNumber(): Json {
    const word = this.#match(wordPattern)
    if (word !== undefined) return words.get(word) ?? null
    const number = this.#match(numberPattern)
    if (number === undefined) throw this.#unexpected()
    if (!Number.isFinite(readDouble(number))) return new JsonFault(`The number ${number.slice(0, 20)} is out of range.`)
    return new JsonNumber(number)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? '-')) this.#at++
  }

  #unexpected(): SyntaxError {
    const character = this.#text[this.#at]
    return new SyntaxError(
      character === undefined
        ? 'It ends too early.'
        : `There is an unexpected ${JSON.stringify(character)} at ${this.#at}.`,
    )
  }
}

/** Formats a value like Rust's serde_json. Throws `SyntaxError` for a fault. */
export function formatJson(json: Json): string {
  if (json instanceof JsonFault) throw new SyntaxError(json.message)
  if (json instanceof JsonNumber) return String(json)
  if (isArray(json)) return `[${json.map(formatJson).join(',')}]`
  if (isObject(json))
    return `{${[...json].map(([key, value]) => `${JSON.stringify(key)}:${formatJson(value)}`).join(',')}}`
  return JSON.stringify(json)
}
