import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../../contract/errors.js'
import type { Archive } from '../../store/archive/archive.js'
import { archiveFormat, archiveVersion } from '../../store/archive/archived.js'

export interface ExportReport {
  readonly conversations: number
  readonly messages: number
}

/** In characters; what is written at once. */
const pieceLength = 1_000_000

/**
 * Writes conversations, their documents and all presets as one JSON file (docs/parley-format.md), entry by entry, so that no
 * more than one is in memory. Replaces `file` when everything is written. Throws `disk-full`, `refused`.
 * @param conversationIds those to export; without them all, with those in the Trash
 */
export async function exportJson(
  archive: Archive,
  file: string,
  conversationIds = archive.conversationIds(),
  signal?: AbortSignal,
): Promise<ExportReport> {
  const temporary = `${file}.new`
  try {
    const descriptor = openSync(temporary, 'w', 0o600)
    const report = { conversations: 0, messages: 0 }
    try {
      for await (const piece of inPieces(jsonOf(archive, conversationIds, report))) {
        signal?.throwIfAborted()
        writeFileSync(descriptor, piece)
        await setImmediate()
      }
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
    return report
  } catch (error) {
    rmSync(temporary, { force: true })
    throw toWriteError(error)
  }
}

/** A sentence for the user about a file that could not be written. */
export function toWriteError(cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  if (cause instanceof AppError || code === undefined || !/^E[A-Z]+$/.test(String(code))) return cause
  return code === 'ENOSPC'
    ? new AppError('disk-full', 'There is no space left on the disk. Free some space and export again.', { cause })
    : new AppError('refused', 'The file could not be written there. Choose another folder.', { cause })
}

function* jsonOf(archive: Archive, ids: readonly string[], report: { conversations: number; messages: number }) {
  const head = { format: archiveFormat, version: archiveVersion, exportedAt: new Date().toISOString() }
  yield `${JSON.stringify(head).slice(0, -1)},\n"conversations": [`
  yield* listed(ids, (id) => {
    const conversation = archive.conversation(id)
    report.conversations++
    report.messages += conversation.messages.length
    return conversation
  })
  const wanted = new Set(ids)
  const isAll = archive.conversationIds().every((id) => wanted.has(id))
  const documents = isAll ? archive.documentIds() : ids.flatMap((id) => archive.documentIdsOf(id))
  yield '],\n"documents": ['
  yield* listed(documents, (id) => archive.document(id))
  yield '],\n"presets": ['
  if (isAll) yield* listed(archive.presets(), (preset) => preset)
  yield ']}\n'
}

/** Leaves out what is deleted while the others are written. */
function* listed<Item>(items: readonly Item[], read: (item: Item) => unknown): Generator<string> {
  let separator = '\n'
  for (const item of items) {
    const value = ifThere(() => read(item))
    if (value === undefined) continue
    yield separator + JSON.stringify(value)
    separator = ',\n'
  }
  if (separator !== '\n') yield '\n'
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined
    throw error
  }
}

function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  yield piece
}
