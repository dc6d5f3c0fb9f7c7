import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type BackedUpConversation, maxBackedUpListed } from '../../../../contract/backup-requests.js'
import { AppError } from '../../../../contract/errors.js'
import { kindOf } from '../../files/path-kind.js'
import { createConversationReader } from '../archive/read-conversations.js'
import { createDocumentReader } from '../archive/read-documents.js'
import { Database } from '../database.js'
import { latestVersion, migrate } from '../migrate.js'
import { readRows, withPool } from '../pool.js'
import { withReader } from '../readers.js'
import type { Store } from '../store.js'
import { backupFolder, removeTraces } from './backup.js'
import { parseBackupNames } from './backup-retention.js'

/** The file of a backup. A name from a window leads nowhere else. Throws `not-found`. */
export function backupFile(dataFolder: string, id: string): string {
  const [name] = parseBackupNames([id])
  const file = join(backupFolder(dataFolder), name?.name ?? '')
  if (!name || kindOf(file) !== 'file') throw new AppError('not-found', 'This backup is not there any more.')
  return file
}

const rowSchema = z.object({ id: z.string(), title: z.string(), updated_at: z.number(), messages: z.number() })

/** Reads the list of conversations of a backup of any version, on SQLite's own threads. */
export async function listBackedUp(
  dataFolder: string,
  id: string,
  words: string,
): Promise<readonly Omit<BackedUpConversation, 'now'>[]> {
  const like = `%${words.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const rows = await withPool(backupFile(dataFolder, id), (pool) =>
    readRows(
      pool,
      rowSchema,
      `SELECT id, title, updated_at, (SELECT count(*) FROM messages WHERE conversation_id = conversations.id) AS messages
       FROM conversations WHERE title LIKE ? ESCAPE '\\' ORDER BY updated_at DESC LIMIT ${maxBackedUpListed}`,
      [like],
    ),
  )
  removeTraces(dataFolder)
  return rows.map(({ updated_at, ...row }) => ({ ...row, updatedAt: updated_at }))
}

/** Adds what `store` lacks of a conversation in a backup, with the text of its documents. Returns how many messages. */
export async function takeOut(store: Store, dataFolder: string, id: string, conversationId: string): Promise<number> {
  const { conversation, documents } = await withCurrent(dataFolder, backupFile(dataFolder, id), (db) => {
    const reader = createDocumentReader(db)
    return {
      conversation: createConversationReader(db).read(conversationId),
      documents: reader.idsOf(conversationId).map((documentId) => reader.read(documentId)),
    }
  })
  const { trashedAt: _, ...kept } = conversation
  let messages = 0
  const importing = store.archive.startImport({ isDry: false })
  importing.slice(() => {
    messages = importing.addConversation(kept).messages
    for (const document of documents) importing.addDocument(document)
  })
  importing.finish()
  if (store.conversations.get(conversationId).trashedAt !== undefined) store.conversations.restore(conversationId)
  return messages
}

/** Reads a backup as if this version had made it: one of an earlier version is copied and migrated. */
async function withCurrent<T>(dataFolder: string, file: string, read: (db: Database) => T): Promise<T> {
  if (withReader(file, (db) => db.version) === latestVersion) {
    try {
      return withReader(file, read)
    } finally {
      removeTraces(dataFolder)
    }
  }
  const copy = join(dataFolder, 'parley.db.look')
  try {
    await copyFile(file, copy)
    const db = new Database(copy)
    try {
      if (db.version > latestVersion)
        throw new AppError('refused', 'A newer version of Parley made this backup. Update Parley to look into it.')
      migrate(db)
      return read(db)
    } finally {
      db.close()
    }
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(copy + suffix, { force: true })
    removeTraces(dataFolder)
  }
}
