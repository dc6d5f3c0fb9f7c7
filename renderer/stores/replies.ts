import type { RetryChange } from '../../contract/settings.js'
import { request } from '../bridge.js'
import { formatNumber } from '../ui/words.js'
import { requestReply, useConversations } from './conversations.js'
import { isFollowed } from './transcript.js'
import { notify, reportError } from './view.js'

/** What a user can do with messages. An edit, retry or continuation makes a new version and keeps the old one. */

/** Ends the reasoning: the model answers now. */
export function answerNow(): void {
  const { openId } = useConversations.getState()
  if (openId) request.answerNow(openId).catch(reportError)
}

export function regenerateReply(messageId: string, change?: RetryChange): void {
  makeVersionOnce(messageId, () => request.regenerateReply(messageId, change))
}

/** Makes another version with the same seed; the same model writes the same text. */
export function repeatReply(messageId: string): void {
  makeVersionOnce(messageId, () => request.repeatReply(messageId))
}

/** Makes another version for which the model reads all of the documents. */
export function readAll(messageId: string): void {
  makeVersionOnce(messageId, () => request.readAll(messageId))
}

export function continueReply(messageId: string): void {
  makeVersionOnce(messageId, () => request.continueReply(messageId))
}

export function chooseVersion(messageId: string): void {
  request.chooseVersion(messageId).catch(reportError)
}

/** Shows the version that contains a search hit, with Undo to return to the previous one. */
export async function showFoundVersion(messageId: string): Promise<void> {
  const lastId = useConversations.getState().transcript?.order.at(-1)
  try {
    await request.chooseVersion(messageId)
  } catch (error) {
    return reportError(error)
  }
  notify({
    message: 'The text was found in another version, which is shown now.',
    isUndo: true,
    ...(lastId !== undefined && { action: { label: 'Undo', run: () => chooseVersion(lastId) } }),
  })
}

/** Throws `AppError` when main refuses; then nothing has changed. */
export async function editMessage(messageId: string, text: string): Promise<void> {
  const isQuestion = useConversations.getState().transcript?.messages[messageId]?.role === 'user'
  await makeVersion(messageId, () => request.editMessage(messageId, text), isQuestion)
}

/** A version reaches the window some time after main has confirmed it. */
const shownAfterMs = 500
/** Messages of which a new version is being made. */
const pendingMessageIds = new Set<string>()

/** Ignores the second click of a double click. */
function makeVersionOnce(messageId: string, make: () => Promise<unknown>): void {
  if (pendingMessageIds.has(messageId)) return
  pendingMessageIds.add(messageId)
  const end = () => pendingMessageIds.delete(messageId)
  makeVersion(messageId, make, true).then(
    () => setTimeout(end, shownAfterMs),
    (error: unknown) => {
      end()
      reportError(error)
    },
  )
}

/**
 * Makes a new version, and notifies where the messages after the old version have gone. `isReplied`: main starts a reply
 * with it.
 */
async function makeVersion(messageId: string, make: () => Promise<unknown>, isReplied: boolean): Promise<void> {
  const { transcript } = useConversations.getState()
  const message = transcript?.messages[messageId]
  const oldVersion = transcript && isFollowed(transcript, messageId) && (message?.versions?.index ?? 1)
  await (transcript && isReplied
    ? requestReply(async () => {
        await make()
        return transcript
      })
    : make())
  if (!oldVersion) return
  const undo = async (conversationId: string) => {
    await request.stopReply(conversationId)
    await request.chooseVersion(messageId)
  }
  notify({
    message: `The messages that followed are kept with version ${formatNumber(oldVersion)}.`,
    subject: message?.role === 'document' ? '' : (message?.text ?? ''),
    isUndo: true,
    action: { label: 'Undo', run: () => void undo(transcript.conversationId).catch(reportError) },
  })
}
