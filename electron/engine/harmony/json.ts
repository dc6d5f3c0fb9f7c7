import { JsonNumber, readDouble } from './json-number.js'

/**
 * JSON as openai-harmony reads it: keys keep their order (JavaScript puts `"1"` before `"a"`), and a number keeps the
 * difference between 1 and 1.0, which shows in the rendered default of a parameter.
 */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject

export type JsonObject = ReadonlyMap<string, Json>

/** As deep as serde_json goes; deeper texts are refused before the stack ends. */
const deepest = 127

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const wordPattern = /null|true|false/y
const words = new Map<string, Json>([
  ['null', null],
  ['true', true],
  ['false', false],
])

/** Reads a JSON text. Throws `SyntaxError`, also for half of a surrogate pair and a number beyond all bounds. */
export function readJson(text: string): Json {
  return new Reader(text).read()
}

export function isObject(json: Json | undefined): json is JsonObject {
  return json instanceof Map
}

export function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json)
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): Json {
    const value = this.#value(0)
    this.#skipSpace()
    if (this.#at < this.#text.length) throw this.#unexpected()
    return value
  }

  #value(depth: number): Json {
    if (depth > deepest) throw new SyntaxError(`It nests deeper than ${deepest} levels.`)
    this.#skipSpace()
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      case '"':
        return this.#string()
      default:
        return this.#wordOrNumber()
    }
  }

  #object(depth: number): JsonObject {
    const object = new Map<string, Json>()
    this.#list('}', () => {
      if (this.#text[this.#at] !== '"') throw this.#unexpected()
      const key = this.#string()
      this.#skipSpace()
      if (this.#text[this.#at] !== ':') throw this.#unexpected()
      this.#at++
      object.set(key, this.#value(depth + 1))
    })
    return object
  }

  #array(depth: number): readonly Json[] {
    const array: Json[] = []
    this.#list(']', () => array.push(this.#value(depth + 1)))
    return array
  }

  #list(end: string, readEntry: () => void): void {
    this.#at++
    this.#skipSpace()
    if (this.#text[this.#at] === end) {
      this.#at++
      return
    }
    while (true) {
      this.#skipSpace()
      readEntry()
      this.#skipSpace()
      const next = this.#text[this.#at]
      if (next !== ',' && next !== end) throw this.#unexpected()
      this.#at++
      if (next === end) return
    }
  }

  #string(): string {
    let end = this.#at
    do {
      end = this.#text.indexOf('"', end + 1)
      if (end < 0) throw new SyntaxError('A string has no end.')
    } while (this.#isEscaped(end))
    const string = JSON.parse(this.#text.slice(this.#at, end + 1)) as string
    if (/\p{Surrogate}/u.test(string)) throw new SyntaxError('A string holds half of a surrogate pair.')
    this.#at = end + 1
    return string
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
    if (!Number.isFinite(readDouble(number)))
      throw new SyntaxError(`The number ${number.slice(0, 20)} is out of range.`)
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

/** The text of a value as Rust's serde_json writes it. */
export function jsonText(json: Json): string {
  if (json instanceof JsonNumber) return String(json)
  if (isArray(json)) return `[${json.map(jsonText).join(',')}]`
  if (isObject(json))
    return `{${[...json].map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`).join(',')}}`
  return JSON.stringify(json)
}
