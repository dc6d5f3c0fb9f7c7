import type { Effort } from '../../contract/engine.js'
import { request } from '../bridge.js'
import { useConversations } from './conversations.js'
import { reportError } from './view.js'

/** What a person does to messages. Each makes a version beside those that are there. */

export function stopReply(): void {
  const { openId } = useConversations.getState()
  if (openId) request.stopReply(openId).catch(reportError)
}

/** The model thinks no more and answers from what it has. */
export function answerNow(): void {
  const { openId } = useConversations.getState()
  if (openId) request.answerNow(openId).catch(reportError)
}

export interface TryWith {
  readonly effort?: Effort
  readonly temperature?: number
  readonly modelId?: string
}

export function regenerateReply(messageId: string, change?: TryWith): void {
  request.regenerateReply(messageId, change).catch(reportError)
}

/** Another version with the same seed, which the same model makes the same. */
export function repeatReply(messageId: string): void {
  request.repeatReply(messageId).catch(reportError)
}

export function continueReply(messageId: string): void {
  request.continueReply(messageId).catch(reportError)
}

export function chooseVersion(messageId: string): void {
  request.chooseVersion(messageId).catch(reportError)
}

/** Throws when it was not taken; then nothing has changed. */
export async function editMessage(messageId: string, text: string): Promise<void> {
  await request.editMessage(messageId, text)
}
