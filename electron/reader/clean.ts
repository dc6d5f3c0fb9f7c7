import { removeHidden } from './hidden-characters.js'

const otherLineEnds = /\r\n?|\v|\u0085|\u2028/g
const terminalColours = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]{0,20}[A-Za-z]`, 'g')
/** Control characters except line feed, tab and form feed. */
const controls = /(?![\n\t\f])\p{Cc}|\uFFFE|\uFFFF/gu

/**
 * Normalizes line ends, keeps form feeds as page ends, and removes other control characters and hidden characters.
 * `removed` counts only the hidden characters.
 */
export function clean(text: string): { text: string; removed: number } {
  const lines = text
    .replace(otherLineEnds, '\n')
    .replace(/\u2029/g, '\n\n')
    .replace(terminalColours, '')
    .replace(controls, '')
  return removeHidden(lines)
}
