/** Dots per inch at which a page is drawn to be read: the letters of small print have 10 pixels. */
const pageDpi = 220
const pointsPerInch = 72
/** Of pictures to be read: 32 MB of canvas, an A3 page at 200 dots per inch. */
const maxPixels = 8_000_000
/** Pictures of the screen have small letters: smaller pictures are enlarged, but not without end. */
const smallSide = 2_400
const maxEnlargement = 3

/** Pixels per point. */
export const pageScale = (width: number, height: number): number =>
  Math.min(pageDpi / pointsPerInch, Math.sqrt(maxPixels / (width * height)))

/** Pixels per pixel of a picture file. */
export const pictureScale = (width: number, height: number): number =>
  Math.min(
    Math.max(1, Math.min(maxEnlargement, smallSide / Math.max(width, height))),
    Math.sqrt(maxPixels / (width * height)),
  )
