import type { ReadDocument } from '../../../contract/reader.js'
import { ReadError } from '../decode.js'
import { drawPicture, freeCanvas } from '../drawing/canvas.js'
import { pictureScale } from '../ocr/ocr-scale.js'
import { createPictureReader, pictureProblems } from '../ocr/read-picture.js'
import type { GivenFile, OnPages } from '../read-document.js'
import { wholeOf } from '../whole-of.js'

/** Recognizes the text of a picture, which is one page. Throws `ReadError`. */
export async function readImage(file: GivenFile, onPages: OnPages): Promise<Omit<ReadDocument, 'pages'>> {
  const { languages } = file
  if (languages.length === 0) throw new ReadError('document-empty')
  file.announcePicture(1)
  const canvas = await drawPicture(await wholeOf(file), pictureScale).catch(() => {
    throw new ReadError('document-unreadable')
  })
  const pictures = createPictureReader(languages)
  const page = await pictures.read(canvas)
  freeCanvas(canvas)
  if (page.status === 'empty') throw new ReadError('document-empty')
  onPages([page], 1)
  const { removedCharacters } = pictures
  return { kind: 'image', removedCharacters, omitted: [], problems: pictureProblems(pictures, languages) }
}
