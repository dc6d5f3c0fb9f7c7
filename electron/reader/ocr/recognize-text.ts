import type { GrayImage } from './gray-image.js'
import type { Recognition } from './recognition.js'

/** How a picture is read. */
interface Try {
  /** `block`: the page is one block of lines, as in a receipt; `auto` finds columns. */
  readonly layout: 'auto' | 'block'
  /** Clockwise, in degrees. */
  readonly turn: 0 | 90 | 180 | 270
}

export interface TextRecognizer {
  /** Takes seconds. */
  recognize(image: GrayImage, how: Try): Recognition
}

/** What is less sure is tried once more as one block. */
const sureConfidence = 70
/** A page that stands on its head or lies on its side is less sure than this: 37 was measured, upright scans are above 80. */
const uprightConfidence = 50
const turns = [180, 90, 270] as const
/** A page has 20 s. After this time no further try begins. */
const maxTryingMs = 7_000

/** Reads a picture in the way in which the most of it is legible. */
export function recognizeText(
  recognizer: TextRecognizer,
  image: GrayImage,
  now: () => number = () => performance.now(),
): Recognition {
  const started = now()
  const hasTime = () => now() - started < maxTryingMs
  let best = recognizer.recognize(image, { layout: 'auto', turn: 0 })
  const attempt = (how: Try) => {
    const found = recognizer.recognize(image, how)
    if (found.confidence > best.confidence && found.words * 2 > best.words) best = found
  }
  if (best.confidence < uprightConfidence) {
    for (const turn of turns) if (best.confidence < sureConfidence && hasTime()) attempt({ layout: 'auto', turn })
  }
  if (best.confidence < sureConfidence && hasTime()) attempt({ layout: 'block', turn: 0 })
  return best
}
