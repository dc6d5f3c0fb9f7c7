import type { Database } from '../database.js'
import type { SearchIndex } from '../search/search-index.js'
import { createTasks } from '../tasks.js'
import type { ArchivedConversation, ArchivedDocument, ArchivedPreset, ArchivedTask } from './archived.js'
import { conversationIdOf } from './archived-ids.js'
import { createConversationReader } from './read-conversations.js'
import { createDocumentReader } from './read-documents.js'
import { type Added, createConversationWriter } from './write-conversations.js'
import { createDocumentWriter } from './write-documents.js'

/** The store as it goes out to files and comes in from them. */
export interface Archive {
  /** In the order in which they were made, with those in the Trash. */
  conversationIds(): readonly string[]
  /** Throws `not-found`. */
  conversation(id: string): ArchivedConversation
  documentIds(): readonly string[]
  documentIdsOf(conversationId: string): readonly string[]
  /** With the text of its pages. Throws `not-found`. */
  document(id: string): ArchivedDocument
  presets(): readonly ArchivedPreset[]
  tasks(): readonly ArchivedTask[]
  /** With `isDry` nothing is written, and everything is counted as if it were. */
  startImport(options: { readonly isDry: boolean }): Import
  /** Indexes for searches until `isTimeUp`. Returns whether everything is indexed. */
  fillSlice(isTimeUp: () => boolean): boolean
}

/**
 * Adds entries of a file, each whole or not at all. What is in the store stays as it is, so that the same file twice adds
 * nothing.
 */
export interface Import {
  /** What `work` adds survives a killed process when this returns, and a power cut once `finish` has returned. */
  slice(work: () => void): void
  addConversation(conversation: ArchivedConversation): Added
  /** Call after its conversation was added. Returns why it cannot be added. */
  addDocument(document: ArchivedDocument): string | undefined
  addPreset(preset: ArchivedPreset): void
  addTask(task: ArchivedTask): void
  finish(): void
}

export function createArchive(db: Database, index: SearchIndex, now: () => number): Archive {
  const conversations = createConversationReader(db)
  const documents = createDocumentReader(db)
  const tasks = createTasks(db)

  const whole = <T>(add: () => T): T => {
    db.exec('SAVEPOINT entry')
    try {
      const result = add()
      db.exec('RELEASE entry')
      return result
    } catch (error) {
      // A full disk has ended the whole transaction.
      try {
        db.exec('ROLLBACK TO entry; RELEASE entry')
      } catch {
        throw error
      }
      throw error
    }
  }

  return {
    conversationIds: conversations.ids,
    conversation: conversations.read,
    documentIds: documents.ids,
    documentIdsOf: documents.idsOf,
    document: documents.read,
    presets: documents.presets,
    tasks: tasks.list,
    fillSlice: (isTimeUp) => index.fillSlice(isTimeUp),
    startImport({ isDry }) {
      const conversationWriter = createConversationWriter(db, now)
      const documentWriter = createDocumentWriter(db, index, now)
      return {
        slice(work) {
          if (isDry) work()
          else db.runWithRelaxedSync(() => db.transaction(() => index.addLater(work)))
        },
        addConversation: (conversation) =>
          isDry ? conversationWriter.count(conversation) : whole(() => conversationWriter.add(conversation)),
        addDocument(document) {
          if (!conversationWriter.has(conversationIdOf(document.conversationId)))
            return 'The conversation of this document is not there.'
          if (!isDry) whole(() => documentWriter.add(document))
          return undefined
        },
        addPreset(preset) {
          if (!isDry) whole(() => documentWriter.addPreset(preset))
        },
        addTask(task) {
          if (!isDry && tasks.list().every(({ id }) => id !== task.id)) whole(() => tasks.save(task))
        },
        finish() {
          if (isDry) return
          db.transaction(() => documentWriter.send(conversationWriter.sent))
          // That may have written nothing, and then has not synced the slices before it.
          db.emptyWal()
        },
      }
    },
  }
}
