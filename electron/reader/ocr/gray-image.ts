/** One byte a pixel, 0 is black; rows from the top. */
export interface GrayImage {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** `data` has four bytes a pixel: red, green, blue, alpha. */
export function toGray({ width, height, data }: Pick<ImageData, 'width' | 'height' | 'data'>): GrayImage {
  const pixels = new Uint8Array(width * height)
  for (let index = 0, from = 0; index < pixels.length; index++, from += 4) {
    // The weights of Rec. 601, in 256ths.
    pixels[index] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8
  }
  return { width, height, pixels }
}

const minContrast = 40
/** Fewer are specks: a letter has more. */
const minMarks = 50

/** True when the image is one plain ground, apart from specks. */
export function isBlank({ pixels }: GrayImage): boolean {
  const counts = new Uint32Array(256)
  for (const pixel of pixels) counts[pixel] = (counts[pixel] ?? 0) + 1
  const ground = counts.indexOf(Math.max(...counts))
  let marks = 0
  for (const [shade, count] of counts.entries()) if (Math.abs(shade - ground) >= minContrast) marks += count
  return marks < minMarks
}

/** The file format PGM, which every reader of images knows: a line of text, then the pixels. */
export function toPgm({ width, height, pixels }: GrayImage): Uint8Array {
  const head = new TextEncoder().encode(`P5 ${width} ${height} 255\n`)
  const file = new Uint8Array(head.length + pixels.length)
  file.set(head)
  file.set(pixels, head.length)
  return file
}
