import { firstPageLength, maxListed } from '../../../../contract/chat.js'
import { AppError } from '../../../../contract/errors.js'
import type { Database } from '../database.js'
import type { Conversations, Messages } from '../store.js'

/**
 * Reads what the first window shows first, and writes an exchange that it takes back. A file that looks good may still refuse
 * every write, or list what it then does not find. Throws `store-damaged`, `disk-full`.
 */
export function tryOut(db: Database, conversations: Conversations, messages: Messages): void {
  try {
    readFirst(db, conversations, messages)
    writeAndUndo(db, conversations, messages)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not-found')) throw error
    throw new AppError('store-damaged', 'What the store lists is not in it.', { cause: error })
  }
}

/** Every conversation is found by its id, the first pages list, and the newest conversation opens. */
function readFirst(db: Database, conversations: Conversations, messages: Messages): void {
  if (db.prepare(withoutId).get() !== undefined)
    throw new AppError('not-found', 'A conversation is not found by its id.')
  const [newest] = [...conversations.list(undefined, maxListed), ...conversations.listTrash(undefined, maxListed)]
  if (newest) messages.these(messages.pathIds(newest.id).slice(-firstPageLength))
  messages.unfinished()
}

/** A conversation that the index of ids leads past. In SQL, because reading 20,000 rows takes a hundred times as long. */
const withoutId = `
  SELECT 1 FROM conversations AS listed NOT INDEXED
  WHERE listed.sequence IS NOT (SELECT found.sequence FROM conversations AS found WHERE found.id = listed.id) LIMIT 1`

function writeAndUndo(db: Database, conversations: Conversations, messages: Messages): void {
  const undo = new Error('The trial is over.')
  try {
    db.transaction(() => {
      const { id } = conversations.create('Trial')
      const { reply } = messages.addExchange(id, 'Trial', '')
      messages.finishReply(reply.id, { state: 'done' })
      throw undo
    })
  } catch (error) {
    if (error !== undo) throw error
  }
}
