import { request } from '../bridge.js'
import { countSend, showBegun, useConversations } from './conversations.js'
import { reportError } from './view.js'

/**
 * Sends a text with the documents in the composer of the open conversation, to be asked about each by itself. Throws when it
 * was not sent; then they are still there.
 */
export async function askEach(text: string): Promise<void> {
  const { openId, newSettings, visits } = useConversations.getState()
  const sent = await request.askEach(openId, text, openId === null ? newSettings : undefined)
  if (useConversations.getState().visits !== visits) return
  if (openId === null) showBegun(sent.conversationId)
  countSend()
}

export function pauseBatch(messageId: string): void {
  request.pauseBatch(messageId).catch(reportError)
}

export function resumeBatch(messageId: string): void {
  request.resumeBatch(messageId).catch(reportError)
}

export function cancelBatch(messageId: string): void {
  request.cancelBatch(messageId).catch(reportError)
}

export function retryBatch(messageId: string): void {
  request.retryBatch(messageId).catch(reportError)
}

export function saveBatch(messageId: string): void {
  request.saveBatch(messageId).catch(reportError)
}
