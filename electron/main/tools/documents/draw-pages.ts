import { toFailure } from '../../../../contract/errors.js'
import { PageDrawer } from '../../documents/page-drawer.js'
import { openFile } from './open-file.js'

/** Draws pages of one document in the order of `pages`, each with the text that is recognized if it has none. */
export async function drawPages(scale: number, file: string, pages: readonly number[]) {
  await using opened = await openFile(file)
  const drawer = new PageDrawer()
  const { signal } = new AbortController()
  const draw = async (number: number) => {
    try {
      const { png, ...page } = await drawer.draw(number, { scale, pixelRatio: 1, isTextRecognized: true }, signal)
      return { number, ...page, png: Buffer.from(png).toString('base64') }
    } catch (error) {
      const { code, message } = toFailure(error)
      return { number, error: { code, message } }
    }
  }
  try {
    const pageCount = await drawer.open(opened.source, signal)
    const drawn = []
    for (const page of pages) drawn.push(await draw(page))
    return { pageCount, pages: drawn }
  } finally {
    drawer.close()
  }
}
