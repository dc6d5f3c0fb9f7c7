import { OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A page with less text may be a scan with a stamp: in characters. */
const maxStampLength = 300
/** A scan covers at least this share of its page. */
const minShare = 0.5
const minBrokenShare = 0.3

/** True when what is drawn on a page says more than its text: no text, a stamp on a scan, or letters without a meaning. */
export async function looksLikePicture(page: PDFPageProxy, passages: readonly string[]): Promise<boolean> {
  const text = passages.join('\n')
  if (!text) return paintsSomething(page)
  if (isBroken(text)) return true
  return text.length < maxStampLength && (await hasLargeImage(page))
}

/** What pages without anything on them have: settings that come before a text or a path. */
const settings = new Set<number>([
  OPS.dependency,
  OPS.save,
  OPS.restore,
  OPS.transform,
  OPS.setLineWidth,
  OPS.setLineCap,
  OPS.setLineJoin,
  OPS.setMiterLimit,
  OPS.setDash,
  OPS.setGState,
  OPS.setStrokeColorSpace,
  OPS.setFillColorSpace,
  OPS.setStrokeGray,
  OPS.setFillGray,
  OPS.setStrokeRGBColor,
  OPS.setFillRGBColor,
  OPS.beginMarkedContent,
  OPS.beginMarkedContentProps,
  OPS.endMarkedContent,
  OPS.endPath,
])

/** False for a blank page, which need not be drawn to know that it has no text. */
async function paintsSomething(page: PDFPageProxy): Promise<boolean> {
  const { fnArray } = await page.getOperatorList()
  return fnArray.some((operator) => !settings.has(operator))
}

/** Fonts that don't say which letters they draw give private or unknown characters. */
function isBroken(text: string): boolean {
  const broken = text.match(/[\p{Co}\p{Cn}\uFFFD]/gu)?.length ?? 0
  return broken > text.replace(/\s/g, '').length * minBrokenShare
}

const imageOperators = new Set<number>([OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject])

/** Follows the transforms, because an image fills the unit square of where it is painted. */
async function hasLargeImage(page: PDFPageProxy): Promise<boolean> {
  const { fnArray, argsArray } = await page.getOperatorList()
  const { width, height } = page.getViewport({ scale: 1 })
  const areas: number[] = []
  let area = 1
  for (const [index, operator] of fnArray.entries()) {
    const matrix: unknown = argsArray[index]
    if (operator === OPS.save) areas.push(area)
    else if (operator === OPS.restore) area = areas.pop() ?? 1
    else if (operator === OPS.transform && Array.isArray(matrix)) area *= areaOf(matrix)
    else if (imageOperators.has(operator) && area >= width * height * minShare) return true
  }
  return false
}

const areaOf = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): number => Math.abs(a * d - b * c)
