import type { AddedDocuments, DocumentFile, DocumentPage } from '../../contract/documents.js'
import { request } from '../bridge.js'
import { countSend, showBegun, useConversations } from './conversations.js'
import { notify, reportError } from './view.js'

/** Starts a summary of each file in the open conversation. Reports each refused file. */
export async function addDocuments(files: readonly DocumentFile[]): Promise<void> {
  if (files.length === 0) return
  const { openId, newSettings, visits } = useConversations.getState()
  try {
    showAdded(visits, await request.addDocuments(openId, files, newSettings))
  } catch (error) {
    reportError(error)
  }
}

export async function pickDocuments(): Promise<void> {
  const { openId, newSettings, visits } = useConversations.getState()
  try {
    const added = await request.pickDocuments(openId, newSettings)
    if (added) showAdded(visits, added)
  } catch (error) {
    reportError(error)
  }
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
