import { expect, test } from 'vitest'
import { parseDrawerMessage } from './drawer-message.js'

type Chunk = readonly [type: string, data: readonly number[]]

/** Without checksums, which main leaves to the decoder. */
function pngOf(...chunks: readonly Chunk[]): Uint8Array {
  const bytes = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  for (const [type, data] of chunks)
    bytes.push(...wordOf(data.length), ...[...type].map((letter) => letter.charCodeAt(0)), ...data, 0, 0, 0, 0)
  return new Uint8Array(bytes)
}
const wordOf = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255)
const head = (width: number, height: number, rest = [8, 6, 0, 0, 0]): Chunk => [
  'IHDR',
  [...wordOf(width), ...wordOf(height), ...rest],
]
const body: Chunk = ['IDAT', [1, 2, 3]]
const end: Chunk = ['IEND', []]
const png = (width: number, height: number) => pngOf(head(width, height), ['sRGB', [0]], body, body, end)

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
  ['a picture without its end', drawn({ png: pngOf(head(9, 9), body) })],
  ['a picture with something after its end', drawn({ png: pngOf(head(9, 9), body, end, body) })],
  ['a picture without a body', drawn({ png: pngOf(head(9, 9), end) })],
  [
    'a picture of nothing but empty pieces',
    drawn({ png: pngOf(head(9, 9), body, ...Array(20_001).fill(['IDAT', []]), end) }),
  ],
  ['a picture with two heads', drawn({ png: pngOf(head(9, 9), head(9, 9), body, end) })],
  ['a picture without a head', drawn({ png: pngOf(body, end) })],
  ['a picture with a colour profile', drawn({ png: pngOf(head(9, 9), ['iCCP', [0]], body, end) })],
  ['a picture with frames', drawn({ png: pngOf(head(9, 9), ['acTL', [0]], body, end) })],
  ['a picture with a palette', drawn({ png: pngOf(head(9, 9, [8, 3, 0, 0, 0]), body, end) })],
  ['a picture in several passes', drawn({ png: pngOf(head(9, 9, [8, 6, 0, 0, 1]), body, end) })],
  ['a picture that is cut in a chunk', drawn({ png: png(9, 9).subarray(0, -6) })],
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
