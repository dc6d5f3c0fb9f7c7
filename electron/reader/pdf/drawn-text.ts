import { type DrawnText, maxDrawnTextLength } from '../../../contract/drawing.js'
import { clean } from '../clean.js'
import type { TextItem } from './lines.js'

interface Style {
  /** Shares of the size of the font. */
  readonly ascent: number
  readonly descent: number
}

/** Of fonts that don't say theirs. */
const usualStyle: Style = { ascent: 0.8, descent: -0.2 }

interface Viewport {
  readonly transform: readonly number[]
}

/** The items that have text. Where pdf.js ends a line in one that has none, the item before it ends it. */
export function toDrawnTexts(
  items: readonly (TextItem & { readonly fontName: string })[],
  viewport: Viewport,
  styles: Readonly<Record<string, Style>>,
): DrawnText[] {
  const texts: DrawnText[] = []
  for (const item of items) {
    const drawn = toDrawnText(item, viewport, styles[item.fontName])
    const last = texts.at(-1)
    if (drawn) texts.push(drawn)
    else if (item.hasEOL && last) texts[texts.length - 1] = { ...last, endsLine: true }
  }
  return texts
}

/** The box around an item, which may lean or stand upright. */
export function toDrawnText(item: TextItem, viewport: Viewport, style: Style = usualStyle): DrawnText | undefined {
  const text = clean(item.str).text.slice(0, maxDrawnTextLength)
  if (!text.trim()) return undefined
  const { ascent, descent } = style.ascent > 0 ? style : usualStyle
  const [a, b, c, d, left, baseline] = transformed(viewport.transform, item.transform)
  const along = unitOf(a, b)
  const up = unitOf(c, d)
  const size = Math.hypot(c, d)
  const corners = [0, item.width].flatMap((length) =>
    [ascent * size, descent * size].map((rise) => ({
      x: left + along.x * length + up.x * rise,
      y: baseline + along.y * length + up.y * rise,
    })),
  )
  const xs = corners.map(({ x }) => x)
  const ys = corners.map(({ y }) => y)
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  return { text, x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y, endsLine: item.hasEOL }
}

function unitOf(x: number, y: number): { readonly x: number; readonly y: number } {
  const length = Math.hypot(x, y) || 1
  return { x: x / length, y: y / length }
}

/** The matrix that does `inner` first. */
function transformed(
  outer: readonly number[],
  inner: readonly number[],
): readonly [number, number, number, number, number, number] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = inner
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}
