import { SaxesParser } from 'saxes'
import { FormatError } from '../read-pages.js'
import type { Archive } from './zip.js'

/** An element's attributes by local name, without their prefix; `r:id` is also there by its full name. */
export type Attributes = Readonly<Record<string, string>>

export interface XmlHandler {
  /** `name` is the local name: `p` for `w:p`. `fullName` has the usual prefix of an OpenDocument namespace. */
  open?(name: string, attributes: Attributes, fullName: string): void
  close?(name: string, fullName: string): void
  text?(text: string): void
}

const maxDepth = 1_000
const maxElements = 20_000_000

/**
 * Reads an entry of an archive as XML while it is unpacked. Returns false if there is none. Refuses entities declared
 * in a document type, because only attacks need them here. Throws `FormatError`, also in the middle.
 */
export function readXml(archive: Archive, name: string, handler: XmlHandler): boolean {
  const parser = new XmlStream(name, handler)
  if (!archive.stream(name, (piece) => parser.write(piece))) return false
  parser.end()
  return true
}

/** Reads bytes that are XML. */
export function readXmlBytes(bytes: Uint8Array, name: string, handler: XmlHandler): void {
  const parser = new XmlStream(name, handler)
  parser.write(bytes)
  parser.end()
}

class XmlStream {
  readonly #name: string
  readonly #parser = new SaxesParser({ xmlns: false, position: false })
  #decoder: TextDecoder | undefined

  constructor(name: string, handler: XmlHandler) {
    this.#name = name
    let depth = 0
    let elements = 0
    this.#parser.on('doctype', (text) => {
      if (text.includes('<!ENTITY')) throw new FormatError('unsafe', `${name} declares entities`)
    })
    this.#parser.on('opentag', (tag) => {
      if (++depth > maxDepth) throw new FormatError('too-large', `${name} nests deeper than ${maxDepth} elements`)
      if (++elements > maxElements) throw new FormatError('too-large', `${name} has more than ${maxElements} elements`)
      this.#notePrefixes(tag.attributes)
      handler.open?.(localName(tag.name), withLocalNames(tag.attributes), this.#usualName(tag.name))
    })
    this.#parser.on('closetag', (tag) => {
      depth--
      handler.close?.(localName(tag.name), this.#usualName(tag.name))
    })
    this.#parser.on('text', (text) => handler.text?.(text))
    this.#parser.on('cdata', (text) => handler.text?.(text))
    this.#parser.on('error', (error) => {
      throw new FormatError('damaged', `${name}: ${error.message}`)
    })
  }

  /** The prefixes of a file, where they are not the usual ones of their namespaces. */
  readonly #prefixes = new Map<string, string>()

  #notePrefixes(attributes: Readonly<Record<string, string>>): void {
    for (const [name, uri] of Object.entries(attributes)) {
      if (!name.startsWith('xmlns')) continue
      const word = /^urn:oasis:names:tc:opendocument:xmlns:(\w+):1\.\d$/.exec(uri)?.[1]
      if (!word) continue
      const usual = word === 'drawing' ? 'draw' : word
      if (name.slice(6) !== usual) this.#prefixes.set(name.slice(6), usual)
    }
  }

  #usualName(name: string): string {
    if (this.#prefixes.size === 0) return name
    const colon = name.indexOf(':')
    const usual = this.#prefixes.get(name.slice(0, Math.max(colon, 0)))
    return usual ? `${usual}:${name.slice(colon + 1)}` : name
  }

  write(bytes: Uint8Array): void {
    this.#decoder ??= new TextDecoder(encodingOf(bytes))
    this.#parser.write(this.#decoder.decode(bytes, { stream: true }))
  }

  end(): void {
    if (!this.#decoder) throw new FormatError('damaged', `${this.#name} is empty`)
    this.#parser.write(this.#decoder.decode())
    this.#parser.close()
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function withLocalNames(attributes: Readonly<Record<string, string>>): Attributes {
  const local: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(attributes)) {
    const short = localName(name)
    if (name === short || !(short in local)) local[short] = value
    if (name === 'r:id') local[name] = value
  }
  return local
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0x3c && second === 0) return 'utf-16le'
  if (first === 0 && second === 0x3c) return 'utf-16be'
  const declaration = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const name = /^[^>]{0,100}encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(declaration)?.[1] ?? 'utf-8'
  try {
    // The declaration itself shows that it is not UTF-16.
    const { encoding } = new TextDecoder(name)
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding
  } catch {
    return 'utf-8'
  }
}
