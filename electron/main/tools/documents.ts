import { open, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { app } from 'electron'
import { AppError, toFailure } from '../../../contract/errors.js'
import type { ReadDocument } from '../../../contract/reader.js'
import { kindOf } from '../documents/document-kind.js'
import { sourceOfFile } from '../documents/document-source.js'
import { readerLimits } from '../documents/limits.js'
import { createReaderWindows } from '../documents/reader-window.js'
import { setDataFolder } from '../paths.js'
import { installGuards } from '../window/guard.js'
import { declareScheme } from '../window/scheme.js'

/** `electron build/documents-shell FILE…`: reads files in the app's own reader, and prints what build/documents.mjs prints. */
async function main(files: readonly string[]): Promise<void> {
  let peakBytes = 0
  let seconds = 0
  const reader = createReaderWindows(({ bytes, ms }) => {
    peakBytes = Math.max(peakBytes, bytes)
    seconds = Math.round(ms) / 1_000
  })
  const read = async (file: string) => {
    peakBytes = 0
    try {
      const path = resolve(file)
      const size = await sizeOf(path)
      const kind = kindOf(basename(path), size, readerLimits.maxFileBytes)
      await using handle = await open(path)
      const document = await reader.read(sourceOfFile(kind, handle, size), new AbortController().signal)
      return { file, ...entryOf(document), seconds, peakBytes }
    } catch (error) {
      const { code, message } = toFailure(error)
      return { file, error: { code, message } }
    }
  }
  const entries = []
  for (const file of files) entries.push(await read(file))
  const output = `${JSON.stringify({ files: entries }, null, 2)}\n`
  await new Promise((done) => process.stdout.write(output, done))
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new AppError('not-found', 'There is no such file.')
  if (!found.isFile()) throw new AppError('document-unsupported', 'This is a folder, not a file.')
  return found.size
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

setDataFolder()
declareScheme()
installGuards()
// A reader's window closes after each file; without a listener the app would end with the first one.
app.on('window-all-closed', () => {})
app
  .whenReady()
  .then(() => main(process.argv.slice(process.argv.indexOf('--') + 1)))
  .then(
    () => app.exit(0),
    (error: unknown) => {
      console.error(error)
      app.exit(1)
    },
  )
