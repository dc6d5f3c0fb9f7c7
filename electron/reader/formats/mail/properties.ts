import { decodeCodePage } from '../rtf/code-pages.js'
import { readCompoundFile } from './compound-file.js'

/** Identifiers of MAPI properties: MS-OXPROPS. */
export const property = {
  subject: 0x0037,
  clientSubmitTime: 0x0039,
  senderName: 0x0c1a,
  senderAddress: 0x0c1f,
  senderSmtpAddress: 0x5d01,
  displayCc: 0x0e03,
  displayTo: 0x0e04,
  deliveryTime: 0x0e06,
  body: 0x1000,
  rtfCompressed: 0x1009,
  html: 0x1013,
  attachmentData: 0x3701,
  attachmentName: 0x3704,
  attachmentLongName: 0x3707,
  displayName: 0x3001,
  locale: 0x3ff1,
  codePage: 0x3ffd,
} as const

/** Code pages by the number of a language, without its region: older mails in ANSI name no code page. */
const codePageByLanguage: Readonly<Record<number, number>> = {
  1: 1256,
  2: 1251,
  4: 936,
  5: 1250,
  8: 1253,
  13: 1255,
  14: 1250,
  17: 932,
  18: 949,
  21: 1250,
  25: 1251,
  30: 874,
  31: 1254,
  34: 1251,
}
const traditionalChinese = new Set([0x0404, 0x0c04, 0x1404])

/** The properties of a mail, or of one of its attachments, in an Outlook file. */
export class Properties {
  readonly #entries: ReadonlyMap<string, Uint8Array>
  readonly #folder: string

  constructor(entries: ReadonlyMap<string, Uint8Array>, folder: string) {
    this.#entries = entries
    this.#folder = folder
  }

  /** Throws `FormatError`. */
  static open(bytes: Uint8Array): Properties {
    return new Properties(readCompoundFile(bytes), '')
  }

  bytes(id: number): Uint8Array | undefined {
    return this.#stream(id, '0102')
  }

  /** Text in UTF-16, else in the code page of the mail. */
  text(id: number): string {
    const wide = this.#stream(id, '001f')
    if (wide) return new TextDecoder('utf-16le').decode(wide).replaceAll('\0', '')
    const narrow = this.#stream(id, '001e')
    return narrow ? decodeCodePage(narrow, this.#codePage()).replaceAll('\0', '') : ''
  }

  #codePage(): number {
    const codePage = this.number(property.codePage)
    if (codePage) return codePage
    const locale = this.number(property.locale) ?? 0
    return traditionalChinese.has(locale) ? 950 : (codePageByLanguage[locale & 0x3ff] ?? 1252)
  }

  number(id: number): number | undefined {
    return this.#fixed(id, 0x0003)?.getUint32(8, true)
  }

  /** A FILETIME: 100 ns since 1601. */
  date(id: number): string {
    const value = this.#fixed(id, 0x0040)?.getBigUint64(8, true)
    const time = value === undefined ? Number.NaN : Number(value / 10_000n) - 11_644_473_600_000
    return Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : ''
  }

  /** The attachments, each with properties of its own. */
  attachments(): Properties[] {
    const folders = new Set<string>()
    for (const path of this.#entries.keys()) {
      const name = path.startsWith(this.#folder) ? /^__attach_[^/]+\//.exec(path.slice(this.#folder.length))?.[0] : ''
      if (name) folders.add(`${this.#folder}${name}`)
    }
    return [...folders].map((folder) => new Properties(this.#entries, folder))
  }

  /** The mail inside an attachment, if it is one. */
  innerMail(): Properties | undefined {
    const folder = `${this.#folder}__substg1.0_3701000d/`
    const isThere = [...this.#entries.keys()].some((path) => path.startsWith(folder))
    return isThere ? new Properties(this.#entries, folder) : undefined
  }

  #stream(id: number, type: string): Uint8Array | undefined {
    return this.#entries.get(`${this.#folder}__substg1.0_${id.toString(16).padStart(4, '0')}${type}`)
  }

  /** The record of 16 bytes that holds a value of fixed length: MS-OXMSG, section 2.4. */
  #fixed(id: number, type: number): DataView | undefined {
    const stream = this.#entries.get(`${this.#folder}__properties_version1.0`)
    if (!stream) return undefined
    const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
    // The header is 32, 24 or 8 bytes long, and records are found at each of them.
    for (let at = 8; at + 16 <= stream.length; at += 8) {
      if (view.getUint16(at, true) !== type || view.getUint16(at + 2, true) !== id) continue
      return new DataView(stream.buffer, stream.byteOffset + at, 16)
    }
    return undefined
  }
}
