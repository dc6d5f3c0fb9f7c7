/** A value of a file: the whole of it that is read at once. */
export interface JsonPart {
  /** The name of the member of the file's object that it is, or is an element of; absent for a file that is a list. */
  readonly key?: string
  /** Its place in a list, from 1; absent for a member that is no list. */
  readonly place?: number
  readonly value?: unknown
  /** Why there is no value. */
  readonly problem?: string
  /** Of its text. */
  readonly bytes: number
}

/** Of one value, in bytes. A longer one is passed over. */
export const maxPartBytes = 128 * 1024 * 1024

const problems = {
  invalid: 'It is not valid JSON.',
  cut: 'The file ends in the middle of it.',
  tooLarge: 'It is too large.',
} as const

const code = (character: string) => character.charCodeAt(0)
const quote = code('"')
const backslash = code('\\')
const comma = code(',')
const colon = code(':')
const closeList = code(']')
const closeObject = code('}')
const openList = code('[')
const openObject = code('{')
const spaces = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]

/**
 * Reads a JSON file value by value, however long it is: the elements of a list, or of an object its members, and of each
 * member that is a list its elements. Only where values begin and end is looked for here; each is parsed by `JSON.parse`, so
 * that a broken one costs no other. Ends without a value for a file that is neither list nor object.
 */
export async function* splitJson(chunks: AsyncIterable<Uint8Array>, maxBytes = maxPartBytes): AsyncGenerator<JsonPart> {
  const splitter = new Splitter(maxBytes)
  for await (const chunk of chunks) {
    yield* splitter.read(chunk)
    if (splitter.isOver) return
  }
  yield* splitter.end()
}

class Splitter {
  readonly #maxBytes: number
  /** Open lists and objects around the next byte. */
  #depth = 0
  /** The depth at which values begin: 1 in a list or for members, 2 in a list that is a member. */
  #base = 1
  #isInText = false
  #isEscaped = false
  #isObject = false
  #key: string | undefined
  #place = 0
  #pieces: Buffer[] = []
  #length = 0
  #hasBegun = false
  isOver = false

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  *read(chunk: Uint8Array): Generator<JsonPart> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let start = 0
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (byte === backslash) this.#isEscaped = true
        else if (byte === quote) this.#isInText = false
        continue
      }
      if (byte === quote) {
        this.#isInText = true
        continue
      }
      if (!this.#hasBegun) {
        if (spaces.includes(byte)) continue
        this.isOver = byte !== openList && byte !== openObject
        if (this.isOver) return
        this.#hasBegun = true
        this.#isObject = byte === openObject
        this.#depth = 1
        start = at + 1
        continue
      }
      if (byte === openList || byte === openObject) {
        this.#depth++
        if (byte === openList && this.#opensMember(bytes.subarray(start, at))) start = at + 1
        continue
      }
      if (byte === closeList || byte === closeObject) {
        if (this.#depth === this.#base) {
          yield* this.#finish(bytes.subarray(start, at))
          start = at + 1
          if (this.#base === 2) this.#leaveMember()
          else this.isOver = true
          if (this.isOver) return
        }
        this.#depth--
        continue
      }
      if (byte === comma && this.#depth === this.#base) {
        yield* this.#finish(bytes.subarray(start, at))
        start = at + 1
      } else if (byte === colon && this.#depth === 1 && this.#isObject && this.#key === undefined) {
        this.#key = keyOf([...this.#pieces, bytes.subarray(start, at)])
        this.#empty()
        start = at + 1
      }
    }
    this.#keep(bytes.subarray(start))
  }

  *end(): Generator<JsonPart> {
    if (!this.#hasBegun) return
    this.#place++
    yield { ...this.#name(), problem: problems.cut, bytes: 0 }
  }

  /** Whether the list that begins is a member of the file's object, whose elements are values. */
  #opensMember(before: Buffer): boolean {
    if (!this.#isObject || this.#depth !== 2 || this.#key === undefined || this.#base !== 1) return false
    if (this.#length > 0 && !isBlank(Buffer.concat(this.#pieces))) return false
    if (!isBlank(before)) return false
    this.#empty()
    this.#base = 2
    this.#place = 0
    return true
  }

  #leaveMember(): void {
    this.#base = 1
    this.#place = 0
    this.#key = undefined
  }

  *#finish(rest: Buffer): Generator<JsonPart> {
    this.#keep(rest)
    const isTooLarge = this.#length > this.#maxBytes
    const bytes = isTooLarge ? undefined : Buffer.concat(this.#pieces)
    this.#empty()
    if (bytes && isBlank(bytes)) {
      if (this.#base === 1) this.#key = this.#isObject ? undefined : this.#key
      return
    }
    const isList = !this.#isObject || this.#base === 2
    if (isList) this.#place++
    const name = this.#name()
    if (this.#isObject && this.#base === 1) this.#key = undefined
    if (!bytes) yield { ...name, problem: problems.tooLarge, bytes: 0 }
    else yield parse(name, bytes)
  }

  #name(): Pick<JsonPart, 'key' | 'place'> {
    return {
      ...(this.#key !== undefined && { key: this.#key }),
      ...((!this.#isObject || this.#base === 2) && { place: this.#place }),
    }
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length
    // A copy, because the stream uses the memory of a chunk again.
    if (piece.length > 0 && this.#length <= this.#maxBytes) this.#pieces.push(Buffer.from(piece))
    else if (this.#length > this.#maxBytes) this.#pieces = []
  }

  #empty(): void {
    this.#pieces = []
    this.#length = 0
  }
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => spaces.includes(byte))

function keyOf(pieces: readonly Buffer[]): string {
  const text = Buffer.concat(pieces).toString('utf8').trim()
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}

function parse(name: Pick<JsonPart, 'key' | 'place'>, bytes: Buffer): JsonPart {
  try {
    return { ...name, value: JSON.parse(bytes.toString('utf8')), bytes: bytes.length }
  } catch {
    return { ...name, problem: problems.invalid, bytes: bytes.length }
  }
}
