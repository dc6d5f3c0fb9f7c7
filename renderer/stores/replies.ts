import type { Effort } from '../../contract/engine.js'
import { request } from '../bridge.js'
import { formatNumber } from '../ui/words.js'
import { useConversations } from './conversations.js'
import { isFollowed } from './transcript.js'
import { notify, reportError } from './view.js'

/** What a person does to messages. Each makes a version beside those that are there. */

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
  anotherVersionOnce(messageId, () => request.regenerateReply(messageId, change))
}

/** Another version with the same seed, which the same model makes the same. */
export function repeatReply(messageId: string): void {
  anotherVersionOnce(messageId, () => request.repeatReply(messageId))
}

export function continueReply(messageId: string): void {
  anotherVersionOnce(messageId, () => request.continueReply(messageId))
}

export function chooseVersion(messageId: string): void {
  request.chooseVersion(messageId).catch(reportError)
}

/** Shows the version in which something was found, and offers the way back to the one that was shown. */
export async function showFoundVersion(messageId: string): Promise<void> {
  const lastId = useConversations.getState().transcript?.order.at(-1)
  try {
    await request.chooseVersion(messageId)
  } catch (error) {
    return reportError(error)
  }
  notify({
    message: 'What you searched for is in another version, shown now.',
    isUndo: true,
    ...(lastId !== undefined && { action: { label: 'Undo', run: () => chooseVersion(lastId) } }),
  })
}

/** Throws when it was not taken; then nothing has changed. */
export async function editMessage(messageId: string, text: string): Promise<void> {
  await anotherVersion(messageId, () => request.editMessage(messageId, text))
}

/** The window sees a version some time after it was answered that there is one. */
const shownAfterMs = 500
/** Of each of these messages a version is on its way. */
const underWay = new Set<string>()

/** A double click asks for one version. */
function anotherVersionOnce(messageId: string, make: () => Promise<unknown>): void {
  if (underWay.has(messageId)) return
  underWay.add(messageId)
  anotherVersion(messageId, make)
    .catch(reportError)
    .finally(() => setTimeout(() => underWay.delete(messageId), shownAfterMs))
}

/** Says where the messages are that the old version of `messageId` takes off the screen with it. */
async function anotherVersion(messageId: string, make: () => Promise<unknown>): Promise<void> {
  const { transcript } = useConversations.getState()
  const leftVersion =
    transcript && isFollowed(transcript, messageId) && (transcript.messages[messageId]?.versions?.index ?? 1)
  await make()
  if (!leftVersion) return
  const undo = async (conversationId: string) => {
    await request.stopReply(conversationId)
    await request.chooseVersion(messageId)
  }
  notify({
    message: `What followed stays with version ${formatNumber(leftVersion)}.`,
    isUndo: true,
    action: { label: 'Undo', run: () => void undo(transcript.conversationId).catch(reportError) },
  })
}
