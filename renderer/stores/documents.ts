import type { AddedDocuments, DocumentFile, DocumentPage } from '../../contract/documents.js'
import { request } from '../bridge.js'
import { countSend, isTrashOpen, showBegun, useConversations } from './conversations.js'
import { notify, reportError } from './view.js'

/** Reads a document that is to be added. Undefined when it cannot be read, which was reported. */
type ReadFile = () => Promise<DocumentFile | undefined>

/**
 * Starts a summary of each file in the open conversation. Reports each refused file. Reads and sends one file at a time:
 * many large ones together would hold main and the window for seconds.
 */
export async function addDocuments(files: readonly ReadFile[]): Promise<void> {
  if (files.length === 0 || refuseInTrash()) return
  const { openId, newSettings, visits } = useConversations.getState()
  let conversationId = openId
  for (const read of files) {
    const file = await read()
    if (!file) continue
    try {
      const added = await request.addDocuments(conversationId, [file], newSettings)
      showAdded(visits, added)
      conversationId = added.conversationId
    } catch (error) {
      return reportError(error)
    }
  }
}

export async function pickDocuments(): Promise<void> {
  if (refuseInTrash()) return
  const { openId, newSettings, visits } = useConversations.getState()
  try {
    const added = await request.pickDocuments(openId, newSettings)
    if (added) showAdded(visits, added)
  } catch (error) {
    reportError(error)
  }
}

/** Says, before anything is chosen or read, that nothing can be added in the Trash. Returns whether it did. */
export function refuseInTrash(): boolean {
  if (!isTrashOpen(useConversations.getState())) return false
  notify({ message: 'This conversation is in the Trash. Restore it to continue.', tone: 'warning' })
  return true
}

function showAdded(visit: number, { conversationId, refused }: AddedDocuments): void {
  for (const { name, message } of refused) {
    notify({ message: message.includes(name) ? message : `${name}: ${message}`, tone: 'danger' })
  }
  const { visits, openId } = useConversations.getState()
  if (conversationId === null || visits !== visit) return
  if (openId === null) showBegun(conversationId)
  countSend()
}

export function pauseJob(jobId: string): void {
  request.pauseJob(jobId).catch(reportError)
}

export function resumeJob(jobId: string): void {
  request.resumeJob(jobId).catch(reportError)
}

export const readPage = (jobId: string, page: number): Promise<DocumentPage> => request.readPage(jobId, page)
