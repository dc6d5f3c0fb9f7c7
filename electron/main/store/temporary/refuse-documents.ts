import { isTemporary } from '../../../../contract/chat.js'
import { AppError } from '../../../../contract/errors.js'

/** Throws `refused` for a temporary conversation: what is read of a document is kept on the disk. */
export function refuseDocuments(conversationId: string): void {
  if (!isTemporary(conversationId)) return
  throw new AppError(
    'refused',
    'A temporary conversation can’t have documents, because Parley keeps what it reads of them on the disk. Choose Keep, then add it.',
  )
}
