import type { DrawnPage, DrawnText, DrawOptions } from '../../contract/drawing.js'

const [paperWidth, paperHeight] = [595, 842]

/** A page of A4 with these passages in lines, as a reader would draw it. */
export async function drawnPage(passages: readonly string[], options: DrawOptions): Promise<DrawnPage> {
  const scale = 'width' in options ? options.width / paperWidth : options.scale
  const canvas = new OffscreenCanvas(paperWidth * scale * options.pixelRatio, paperHeight * scale * options.pixelRatio)
  const context = canvas.getContext('2d')
  const items: DrawnText[] = []
  if (context) {
    context.fillStyle = 'white'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.scale(scale * options.pixelRatio, scale * options.pixelRatio)
    context.font = '11px serif'
    context.fillStyle = 'black'
    let y = 70
    for (const text of passages.flatMap(linesOf)) {
      y += text === '' ? 8 : 15
      if (text === '') continue
      context.fillText(text, 70, y)
      const { width } = context.measureText(text)
      items.push({ text, x: 70, y: y - 9, width, height: 11, endsLine: true })
    }
  }
  const scaled = items.map((item) => ({
    ...item,
    x: item.x * scale,
    y: item.y * scale,
    width: item.width * scale,
    height: item.height * scale,
  }))
  const png = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  return { width: paperWidth * scale, height: paperHeight * scale, png, items: scaled }
}

const lineLength = 84

/** An empty line follows. */
function linesOf(passage: string): string[] {
  const lines: string[] = ['']
  for (const word of passage.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last.length + word.length < lineLength) lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
    else lines.push(word)
  }
  return [...lines, '']
}
