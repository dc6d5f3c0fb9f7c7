import { listOf } from '../../../contract/list-of.js'
import { type OcrLanguage, ocrLanguages } from '../../../contract/ocr-languages.js'
import type { ReadPage } from '../../../contract/reader.js'
import { clean } from '../clean.js'
import { contextOf } from '../drawing/canvas.js'
import { toParagraphs } from '../passages.js'
import type { Line } from '../pdf/lines.js'
import { toMarkdown } from '../pdf/paragraphs.js'
import { isBlank, toGray } from './gray-image.js'
import type { Recognition } from './recognition.js'
import { recognizeText, type TextRecognizer } from './recognize-text.js'

export interface PictureReader {
  readonly removedCharacters: number
  /** The certainty of each picture with text, 0 to 100. */
  readonly confidences: readonly number[]
  /** Reads what is drawn on `canvas`. */
  read(canvas: HTMLCanvasElement): Promise<ReadPage>
  /** The legible lines of what is drawn on `canvas`, in its pixels; `y` counts from the bottom. */
  linesOf(canvas: HTMLCanvasElement): Promise<readonly Line[]>
}

/** Text that is less sure is mostly wrong. */
const minConfidence = 40
/** With fewer words a picture that is not legible is taken for one without text. */
const minWords = 20

/** Reads the text of pictures in `languages`, of which there is at least one. Tesseract is loaded for the first of them. */
export function createPictureReader(languages: readonly OcrLanguage[]): PictureReader {
  const confidences: number[] = []
  let removedCharacters = 0
  let loaded: Promise<TextRecognizer> | undefined
  const recognize = async (canvas: HTMLCanvasElement): Promise<Recognition | undefined> => {
    const image = toGray(contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height))
    if (isBlank(image)) return undefined
    loaded ??= load(languages)
    return recognizeText(await loaded, image)
  }
  return {
    confidences,
    get removedCharacters() {
      return removedCharacters
    },
    async linesOf(canvas) {
      const found = await recognize(canvas)
      return found && found.confidence >= minConfidence ? found.lines : []
    },
    async read(canvas) {
      const found = await recognize(canvas)
      if (!found) return { passages: [], status: 'empty' }
      const { lines, confidence, words } = found
      if (confidence < minConfidence) return illegible(words)
      const { text, removed } = clean(toMarkdown(lines, [], false).replaceAll('\f', '\n'))
      const passages = toParagraphs(text, 'markdown').flat()
      if (passages.length === 0) return { passages, status: 'empty', isPicture }
      removedCharacters += removed
      confidences.push(confidence)
      return { passages, status: 'read', problem: `Read from a picture, ${Math.round(confidence)} % sure.`, isPicture }
    },
  }
}

const isPicture = true

const illegible = (words: number): ReadPage =>
  words < minWords
    ? { passages: [], status: 'empty', isPicture }
    : { passages: [], status: 'failed', problem: 'The text in the picture of this page is not legible.', isPicture }

/** What the user should know about the pages that were read from pictures. */
export function pictureProblems(
  { confidences }: Pick<PictureReader, 'confidences'>,
  languages: readonly OcrLanguage[],
): string[] {
  if (confidences.length === 0) return []
  const mean = Math.round(confidences.reduce((sum, each) => sum + each, 0) / confidences.length)
  const pages = confidences.length === 1 ? '1 page was' : `${confidences.length.toLocaleString('en')} pages were`
  const names = listOf(languages.map((language) => ocrLanguages[language]))
  return [`${pages} read from pictures, as ${names}, ${mean} % sure. Check figures and names.`]
}

async function load(languages: readonly OcrLanguage[]): Promise<TextRecognizer> {
  const { loadTesseract } = await import('./tesseract.js')
  return loadTesseract(languages, async (name) => {
    const response = await fetch(new URL(`./ocr/${name}`, document.baseURI))
    if (!response.ok) throw new Error(`${name} is missing.`)
    return new Uint8Array(await response.arrayBuffer())
  })
}
