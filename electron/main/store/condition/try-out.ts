import { AppError } from '../../../../contract/errors.js'
import type { Database } from '../database.js'
import type { Conversations, Messages } from '../store.js'

/**
 * Reads what the first window shows, and writes an exchange that it takes back. A file that looks good may still refuse
 * every write, or list what it then does not find. Throws `store-damaged`, `disk-full`.
 */
export function tryOut(db: Database, conversations: Conversations, messages: Messages): void {
  try {
    readAll(conversations, messages)
    writeAndUndo(db, conversations, messages)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not-found')) throw error
    throw new AppError('store-damaged', 'What the store lists is not in it.', { cause: error })
  }
}

/** Every conversation is found by its id, and the newest one opens. */
function readAll(conversations: Conversations, messages: Messages): void {
  const listed = [...conversations.list(), ...conversations.listTrash()]
  for (const { id } of listed) conversations.get(id)
  const [newest] = listed
  if (newest) messages.path(newest.id)
  messages.unfinished()
}

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
