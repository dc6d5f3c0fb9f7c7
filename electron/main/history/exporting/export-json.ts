import { AppError } from '../../../../contract/errors.js'
import type { Archive } from '../../store/archive/archive.js'
import { archiveFormat, archiveVersion } from '../../store/archive/archived.js'
import { writePieces } from './write-pieces.js'

export interface ExportReport {
  readonly conversations: number
  readonly messages: number
}

/**
 * Writes conversations and their documents, with all of them presets and tasks too, as one JSON file (docs/parley-format.md), entry by entry, so that no
 * more than one is in memory. Replaces `file` when everything is written. Throws `disk-full`, `refused`.
 * @param conversationIds those to export; without them all, with those in the Trash
 */
export async function exportJson(
  archive: Archive,
  file: string,
  conversationIds = archive.conversationIds(),
): Promise<ExportReport> {
  const report = { conversations: 0, messages: 0 }
  await writePieces(file, jsonOf(archive, conversationIds, report))
  return report
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
  yield '],\n"tasks": ['
  if (isAll) yield* listed(archive.tasks(), (task) => task)
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
