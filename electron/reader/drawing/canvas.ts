/** A white canvas. Lengths are pixels. */
export function createCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = contextOf(canvas)
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  return canvas
}

/** `willReadFrequently` keeps the pixels out of the graphics card's memory. Throws when there is no memory. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('There is no memory for a picture.')
  return context
}

/** Frees the pixels now; else they stay until the collector finds the canvas. */
export function freeCanvas(canvas: HTMLCanvasElement): void {
  canvas.width = 0
  canvas.height = 0
}

/** Draws a picture file, white where it is transparent. `choose` gets its size in pixels. Throws when it is damaged. */
export async function drawPicture(
  bytes: Uint8Array,
  chooseScale: (width: number, height: number) => number,
): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(new Blob([bytes.slice()]))
  try {
    const scale = chooseScale(bitmap.width, bitmap.height)
    const canvas = createCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale))
    const context = contextOf(canvas)
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    return canvas
  } finally {
    bitmap.close()
  }
}
