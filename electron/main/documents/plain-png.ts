import { maxDrawnPixels } from '../../../contract/drawing.js'
import { drawerLimits } from './limits.js'

const { maxPngBytes } = drawerLimits

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** The chunks of a drawing, with their greatest length: no profile, no text, no frames, which a decoder would parse too. */
const maxChunkBytes: Readonly<Record<string, number>> = {
  IHDR: 13,
  sRGB: 1,
  sBIT: 4,
  IDAT: maxPngBytes,
  IEND: 0,
}

/** Chromium writes 8 KB into each. */
const maxChunks = 20_000

/**
 * Whether a reader's PNG is a plain bitmap of allowed size, which a window may decode: 8 bits a channel, colours or colours
 * with transparency, in one pass. PNG specification, third edition, sections 5 and 11.
 */
export function isPlainPng(png: Uint8Array): boolean {
  if (png.length > maxPngBytes || signature.some((byte, index) => png[index] !== byte)) return false
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  let [count, bodies, at, type] = [0, 0, signature.length, '']
  while (at + 12 <= png.length && type !== 'IEND') {
    if (++count > maxChunks) return false
    const length = view.getUint32(at)
    type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    if (!Object.hasOwn(maxChunkBytes, type) || length > (maxChunkBytes[type] ?? 0)) return false
    if ((type === 'IHDR') !== (count === 1)) return false
    if (type === 'IHDR' && !(length === 13 && isAllowedHead(view, at + 8))) return false
    if (type === 'IDAT') bodies++
    at += 12 + length
  }
  return at === png.length && type === 'IEND' && bodies > 0
}

function isAllowedHead(view: DataView, at: number): boolean {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)]
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map((offset) => view.getUint8(at + offset))
  const isPlain = depth === 8 && (colour === 2 || colour === 6) && compression === 0 && filter === 0 && interlace === 0
  // Width and height are rounded up.
  return isPlain && width > 0 && height > 0 && width * height <= maxDrawnPixels * 1.01
}
