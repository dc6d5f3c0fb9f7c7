import type { RetryChange } from '../../contract/settings.js'
import { request } from '../bridge.js'
import { formatNumber } from '../ui/words.js'
import { openConversation, requestReply, useConversations } from './conversations.js'
import { isFollowed } from './transcript.js'
import { noticeOf, record, reporting, undoStep } from './undo.js'
import type { UndoStep } from './undo-history.js'
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
  const { transcript } = useConversations.getState()
  const isQuestion = transcript?.messages[messageId]?.role === 'user'
  const lastId = transcript?.order.at(-1) ?? messageId
  await makeVersion(
    messageId,
    async () => {
      const edited = await request.editMessage(messageId, text)
      return transcript ? recordEdit(transcript.conversationId, lastId, edited.messageId) : undefined
    },
    isQuestion,
  )
}

/** @param lastId the last message that was shown before, so that all that followed is shown again */
function recordEdit(conversationId: string, lastId: string, editedId: string): UndoStep {
  const show = (id: string) =>
    reporting(async () => {
      await request.stopReply(conversationId)
      await request.chooseVersion(id)
      if (useConversations.getState().openId !== conversationId) openConversation(conversationId)
    })
  return record({ name: 'Edit Message', ids: [conversationId], undo: show(lastId), redo: show(editedId) })
}

/** A version reaches the window some time after main has confirmed it. */
const shownAfterMs = 500
/** Messages of which a new version is being made. */
const pendingMessageIds = new Set<string>()

/** Ignores the second click of a double click. */
function makeVersionOnce(messageId: string, make: () => Promise<void>): void {
  if (pendingMessageIds.has(messageId)) return
  pendingMessageIds.add(messageId)
  const end = () => pendingMessageIds.delete(messageId)
  const makeIt = async () => {
    await make()
    return undefined
  }
  makeVersion(messageId, makeIt, true).then(
    () => setTimeout(end, shownAfterMs),
    (error: unknown) => {
      end()
      reportError(error)
    },
  )
}

/**
 * Makes a new version, and notifies where the messages after the old version have gone. `make` returns its step, if it is
 * one. `isReplied`: main starts a reply with it.
 */
async function makeVersion(
  messageId: string,
  make: () => Promise<UndoStep | undefined>,
  isReplied: boolean,
): Promise<void> {
  const { transcript } = useConversations.getState()
  const message = transcript?.messages[messageId]
  const oldVersion = transcript && isFollowed(transcript, messageId) && (message?.versions?.index ?? 1)
  let step: UndoStep | undefined
  const made = async () => {
    step = await make()
  }
  await (transcript && isReplied
    ? requestReply(async () => {
        await made()
        return transcript
      })
    : made())
  if (!oldVersion) return
  const undo = async (conversationId: string) => {
    await request.stopReply(conversationId)
    await request.chooseVersion(messageId)
  }
  const undoMade = step
  notify({
    message: `The messages that followed are kept with version ${formatNumber(oldVersion)}.`,
    subject: message?.role === 'document' ? '' : (message?.text ?? ''),
    // A step is taken back by the history.
    ...(undoMade ? { about: noticeOf(undoMade) } : { isUndo: true }),
    action: {
      label: 'Undo',
      run: undoMade ? () => undoStep(undoMade) : reporting(() => undo(transcript.conversationId)),
    },
  })
}
