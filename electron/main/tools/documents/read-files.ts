import { toFailure } from '../../../../contract/errors.js'
import type { ReadDocument } from '../../../../contract/reader.js'
import { createReaderWindows } from '../../documents/reader-window.js'
import type { Command } from './arguments.js'
import { openFile } from './open-file.js'

/** Reads files one after the other; a file that is refused gives its error. */
export async function readFiles({ files, languages, password }: Extract<Command, { name: 'read' }>) {
  let peakBytes = 0
  let seconds = 0
  const reader = createReaderWindows(({ bytes, ms }) => {
    peakBytes = Math.max(peakBytes, bytes)
    seconds = Math.round(ms) / 1_000
  })
  const read = async (file: string) => {
    peakBytes = 0
    try {
      await using opened = await openFile(file)
      const document = await reader.read({ ...opened.source, password }, new AbortController().signal, { languages })
      return { file, ...entryOf(document), seconds, peakBytes }
    } catch (error) {
      const { code, message } = toFailure(error)
      return { file, error: { code, message } }
    }
  }
  const entries = []
  for (const file of files) entries.push(await read(file))
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
