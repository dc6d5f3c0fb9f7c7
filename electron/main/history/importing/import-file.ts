import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../../contract/errors.js'
import type { ImportReport } from '../../../../contract/history.js'
import { report } from '../../log/report.js'
import type { Archive, Import } from '../../store/archive/archive.js'
import { withExportParts } from './export-file.js'
import { type ExportEntry, readEntries } from './read-entries.js'

/** What an import added, or would add. */
export interface Imported extends ImportReport {
  readonly newIds: readonly string[]
}

export interface ImportOptions {
  /** Only reports what the same import would do. */
  readonly isDry: boolean
  readonly signal?: AbortSignal
}

/** Each is named in the report; a longer list helps nobody. */
const maxSkipped = 1_000
/** Messages of a slice: about as much as holds main for a few milliseconds. */
const maxSliceMessages = 100

/** Imports an export of Parley or of another app. Throws `refused` for what is none, `not-found`, `disk-full`. */
export async function importFile(archive: Archive, file: string, options: ImportOptions): Promise<Imported> {
  return withExportParts(file, (parts) => importEntries(archive, readEntries(parts), options))
}

/** Throws `refused` for what is no export, `not-found`. Reads no more of the file than is needed to know. */
export async function requireExport(file: string): Promise<void> {
  await withExportParts(file, async (parts) => {
    for await (const { kind } of readEntries(parts)) if (kind === 'source') return
  })
}

/** Adds entries in slices, between which other work is done. After a failure, what was added stays: the same import again goes on. */
export async function importEntries(
  archive: Archive,
  entries: AsyncIterable<ExportEntry>,
  { isDry, signal }: ImportOptions,
): Promise<Imported> {
  const started = archive.startImport({ isDry })
  const counter = new Counter(started)
  let waiting: ExportEntry[] = []
  let messages = 0
  const flush = async () => {
    if (waiting.length === 0) return
    started.slice(() => {
      for (const entry of waiting) counter.add(entry)
    })
    waiting = []
    messages = 0
    await setImmediate()
  }
  for await (const entry of entries) {
    signal?.throwIfAborted()
    waiting.push(entry)
    messages += entry.kind === 'conversation' ? entry.value.messages.length + 1 : 1
    if (messages >= maxSliceMessages || entry.kind === 'document') await flush()
  }
  await flush()
  started.finish()
  return counter.report
}

class Counter {
  readonly #import: Import
  readonly #skipped: { entry: string; reason: string }[] = []
  readonly #sources: string[] = []
  readonly #newIds: string[] = []
  #moreSkipped = 0
  #messages = 0
  #unchanged = 0

  constructor(started: Import) {
    this.#import = started
  }

  add(entry: ExportEntry): void {
    switch (entry.kind) {
      case 'source':
        this.#sources.push(entry.name)
        break
      case 'skipped':
        this.#skip(entry.entry, entry.reason)
        break
      case 'conversation':
        this.#attempt(entry.entry, () => {
          const { conversationId, isNew, messages } = this.#import.addConversation(entry.value)
          this.#messages += messages
          if (isNew) this.#newIds.push(conversationId)
          else if (messages === 0) this.#unchanged++
        })
        break
      case 'document':
        this.#attempt(entry.entry, () => {
          const reason = this.#import.addDocument(entry.value)
          if (reason !== undefined) this.#skip(entry.entry, reason)
        })
        break
      case 'preset':
        this.#attempt(entry.entry, () => this.#import.addPreset(entry.value))
        break
      case 'task':
        this.#attempt(entry.entry, () => this.#import.addTask(entry.value))
    }
  }

  get report(): Imported {
    const more = { entry: `${this.#moreSkipped} more`, reason: 'They are too many to be listed.' }
    return {
      conversations: this.#newIds.length,
      messages: this.#messages,
      skipped: this.#moreSkipped > 0 ? [...this.#skipped, more] : this.#skipped,
      unchanged: this.#unchanged,
      sources: this.#sources,
      newIds: this.#newIds,
    }
  }

  /** What cannot be added costs only itself, unless nothing else can be added either. */
  #attempt(entry: string, add: () => void): void {
    try {
      add()
    } catch (error) {
      if (error instanceof AppError && (error.code === 'disk-full' || error.code === 'store-damaged')) throw error
      report('An entry could not be imported.', error)
      this.#skip(entry, 'It could not be stored.')
    }
  }

  #skip(entry: string, reason: string): void {
    if (this.#skipped.length < maxSkipped) this.#skipped.push({ entry, reason })
    else this.#moreSkipped++
  }
}
