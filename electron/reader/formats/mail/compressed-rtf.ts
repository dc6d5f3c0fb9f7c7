import { FormatError } from '../read-pages.js'

const dictionary = `{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx`
const windowBytes = 4_096
const maxBytes = 50 * 1024 * 1024

/** Unpacks the RTF of an Outlook mail. Format: MS-OXRTFCP. Throws `FormatError`. */
export function unpackRtf(packed: Uint8Array): Uint8Array {
  if (packed.length < 16) throw new FormatError('damaged', 'compressed RTF is cut off')
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const size = Math.min(view.getUint32(4, true), maxBytes)
  const magic = view.getUint32(8, true)
  if (magic === 0x414c454d) return packed.subarray(16, 16 + size)
  if (magic !== 0x75465a4c) throw new FormatError('damaged', 'no compressed RTF')
  const window = new Uint8Array(windowBytes)
  for (let index = 0; index < dictionary.length; index++) window[index] = dictionary.charCodeAt(index)
  const out: number[] = []
  let write = dictionary.length
  const put = (byte: number) => {
    out.push(byte)
    window[write] = byte
    write = (write + 1) % windowBytes
  }
  for (let at = 16; at < packed.length && out.length < size; ) {
    const control = packed[at++] ?? 0
    for (let bit = 0; bit < 8 && at < packed.length && out.length < size; bit++) {
      if (((control >> bit) & 1) === 0) {
        put(packed[at++] ?? 0)
        continue
      }
      const token = ((packed[at] ?? 0) << 8) | (packed[at + 1] ?? 0)
      at += 2
      const offset = token >> 4
      if (offset === write) return Uint8Array.from(out)
      for (let index = 0; index < (token & 15) + 2; index++) put(window[(offset + index) % windowBytes] ?? 0)
    }
  }
  return Uint8Array.from(out)
}
