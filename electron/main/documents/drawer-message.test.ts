import { expect, test } from 'vitest'
import { parseDrawerMessage } from './drawer-message.js'

/** The head of a PNG, as far as main looks at it. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(40)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  const head = new DataView(bytes.buffer)
  head.setUint32(16, width)
  head.setUint32(20, height)
  return bytes
}
const item = { text: 'Hello', x: 1, y: 2, width: 30, height: 10, endsLine: true }
const drawn = (page: object) => ({
  type: 'drawn',
  page: { width: 595, height: 842, png: png(595, 842), items: [item], ...page },
})

test('a page with its picture and its text is accepted', () => {
  expect(parseDrawerMessage(drawn({}))).toEqual(drawn({}))
})

test.each([
  ['null, as a transferred buffer arrives', null],
  ['a picture that is no PNG', drawn({ png: new Uint8Array(40) })],
  ['a picture that is no bytes', drawn({ png: 'iVBOR' })],
  ['a picture that takes gigabytes in the window that shows it', drawn({ png: png(60_000, 60_000) })],
  ['a page without a size', drawn({ width: 0 })],
  ['a place that is no number', drawn({ items: [{ ...item, x: Number.NaN }] })],
  ['a place beyond all pages', drawn({ items: [{ ...item, y: 1e12 }] })],
  ['text of which there is too much', drawn({ items: [{ ...item, text: 'x'.repeat(5_000) }] })],
  ['items without end', drawn({ items: Array.from({ length: 50_001 }, () => item) })],
  [
    'much text in many items',
    drawn({ items: Array.from({ length: 600 }, () => ({ ...item, text: 'x'.repeat(4_000) })) }),
  ],
  ['a document of a billion pages', { type: 'opened', pageCount: 1e9 }],
  ['a message that no window sends', { type: 'eval', code: '1' }],
])('%s is refused', (_, message) => {
  expect(() => parseDrawerMessage(message)).toThrow(/could not be read/)
})
