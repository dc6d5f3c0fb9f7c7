import { removeHidden } from './hidden-characters.js'

const otherLineEnds = /\r\n?|\v|\u0085|\u2028/g
const terminalColours = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]{0,20}[A-Za-z]`, 'g')
/** All but line feed, tab and form feed. */
const controls = /(?![\n\t\f])\p{Cc}|\uFFFE|\uFFFF/gu

/**
 * The text as it goes on: one kind of line end, form feeds kept as page ends, no other control characters, and no
 * characters that a person can't see. `removed` counts only the last.
 */
export function clean(text: string): { text: string; removed: number } {
  const lines = text
    .replace(otherLineEnds, '\n')
    .replace(/\u2029/g, '\n\n')
    .replace(terminalColours, '')
    .replace(controls, '')
  return removeHidden(lines)
}
