import createModule from 'tesseract.js-core/tesseract-core-simd-lstm.js'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import { type GrayImage, toPgm } from './gray-image.js'
import { type TesseractPage, toRecognition } from './recognition.js'
import type { TextRecognizer } from './recognize-text.js'

/** Orientations of EXIF by the clockwise turn that puts the picture upright, in degrees. */
const exifOrientations = { 0: 1, 90: 6, 180: 3, 270: 8 } as const
/** Tesseract's page segmentation modes. */
const segmentationModes = { auto: '3', block: '6' } as const
/** In radians, 0.3 degrees: smaller slopes do no harm. */
const minSlope = 0.005

/**
 * Loads Tesseract, which works on the page's own thread until it is done. `load` gets the file of a name: `tesseract.wasm`
 * or `CODE.traineddata.gz`. Throws when data are missing.
 */
export async function loadTesseract(
  languages: readonly OcrLanguage[],
  load: (name: string) => Promise<Uint8Array>,
): Promise<TextRecognizer> {
  const silent = () => {}
  const module = await createModule({ wasmBinary: await load('tesseract.wasm'), print: silent, printErr: silent })
  for (const language of languages)
    module.FS.writeFile(`${language}.traineddata`, await unzip(await load(`${language}.traineddata.gz`)))
  const api = new module.TessBaseAPI()
  if (api.Init(null, languages.join('+'), 1) !== 0) throw new Error('Tesseract has no data for its languages.')
  const setLayout = (layout: keyof typeof segmentationModes) =>
    api.SetVariable('tessedit_pageseg_mode', segmentationModes[layout])
  return {
    recognize(image, { layout, turn }) {
      const exif = exifOrientations[turn]
      const setImage = (slope: number) => {
        if (api.SetImageFile(exif, slope) === 1) throw new Error('Tesseract does not know this picture.')
      }
      module.FS.writeFile('/input', toPgm(image))
      setLayout('auto')
      setImage(0)
      // Only the automatic layout measures the slope.
      api.FindLines()
      const slope = api.GetGradient()
      if (Math.abs(slope) >= minSlope) setImage(slope)
      if (layout === 'block') setLayout('block')
      api.Recognize(null)
      const page: TesseractPage = JSON.parse(api.GetJSONText(0))
      api.Clear()
      return toRecognition(page, heightOf(image, turn))
    },
  }
}

const heightOf = ({ width, height }: GrayImage, turn: number) => (turn % 180 === 0 ? height : width)

async function unzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
