import { toFailure } from '../../../../contract/errors.js'
import type { ReadDocument } from '../../../../contract/reader.js'
import { createReaderWindows } from '../../documents/reader-window.js'
import { readFile } from './read-file.js'

/** `read FILE…`: the text of each file, page by page. A file that is refused does not keep the others from being read. */
export async function read(files: readonly string[]) {
  let peakBytes = 0
  let seconds = 0
  const reader = createReaderWindows(({ bytes, ms }) => {
    peakBytes = Math.max(peakBytes, bytes)
    seconds = Math.round(ms) / 1_000
  })
  const entries = []
  for (const file of files) {
    peakBytes = 0
    try {
      const document = await readFile(file, reader)
      entries.push({ file, ...entryOf(document), seconds, peakBytes })
    } catch (error) {
      const { code, message } = toFailure(error)
      entries.push({ file, error: { code, message } })
    }
  }
  return { files: entries }
}

const entryOf = ({ kind, title, pages, removedCharacters, omitted, problems }: ReadDocument) => ({
  kind,
  title: title ?? '',
  pages: pages.map(({ label, passages, status }, index) => ({
    number: index + 1,
    label: label ?? String(index + 1),
    text: passages.join('\n\n'),
    status,
  })),
  hidden: removedCharacters > 0 ? [{ what: 'invisible characters', count: removedCharacters }] : [],
  omitted,
  problems,
})
