let context: CanvasRenderingContext2D | null | undefined

/** The width of a text in letters of one pixel's size, of the font that the letters above a page have. */
export function widthOf(text: string): number {
  context ??= document.createElement('canvas').getContext('2d')
  if (!context) return text.length
  context.font = `${measuredSize}px sans-serif`
  return context.measureText(text).width / measuredSize
}

const measuredSize = 20
