import type { ContextCount, Cut, ShownPrompt } from '../../contract/context.js'
import type { ReplySettings } from '../../contract/settings.js'
import { request } from '../bridge.js'
import { plural } from '../ui/words.js'
import { findConversation } from './conversation-list.js'
import { useConversations } from './conversations.js'
import { cutSize, doneFolds } from './transcript-cuts.js'
import { noticeOf, record, reporting, undoStep } from './undo.js'
import { dismissNoticesAbout, notify, type PromptTarget, reportError } from './view.js'

/** Counts the tokens of the next prompt; null while no model is loaded, or when the count fails. */
export async function countContext(
  conversationId: string | null,
  draft: string,
  settings: ReplySettings,
  folderId: string | undefined,
): Promise<ContextCount | null> {
  try {
    return await request.countContext(conversationId, draft, settings, folderId)
  } catch (error) {
    // Only the meter is missing then: main counts again what is sent.
    console.warn('The context could not be counted:', error)
    return null
  }
}

/** Hides the oldest messages from the model, as many as make room for a reply to `draft`. */
export async function dropOldest(draft: string): Promise<void> {
  const { openId } = useConversations.getState()
  if (!openId) return
  try {
    notifyCut(await request.dropOldest(openId, draft))
  } catch (error) {
    reportError(error)
  }
}

/** Has the model replace the oldest messages with a summary. */
export async function foldOldest(draft: string): Promise<void> {
  const { openId } = useConversations.getState()
  if (openId) await request.foldOldest(openId, draft).catch(reportError)
}

/** Notifies when a summary is finished: its row in the transcript may be out of view. */
export function notifyDoneFolds(): void {
  useConversations.subscribe(({ transcript }, before) => doneFolds(before.transcript, transcript).forEach(notifyCut))
}

function notifyCut(cut: Cut): void {
  const { transcript } = useConversations.getState()
  if (transcript?.conversationId !== cut.conversationId) return
  const count = cutSize(transcript, cut)
  const { id, conversationId } = cut
  const step = record({
    name: cut.kind === 'dropped' ? 'Drop Messages' : 'Fold Messages',
    ids: [conversationId],
    undo: reporting(async () => {
      // Main refuses to undo a cut while a reply of the conversation is running.
      await request.stopReply(conversationId)
      await request.undoCut(id)
    }),
    redo: reporting(async () => {
      await request.stopReply(conversationId)
      await request.restoreCut(id)
    }),
  })
  notices.set(id, noticeOf(step))
  notify({
    message:
      cut.kind === 'dropped'
        ? `Dropped ${plural(count, 'message')}`
        : `Folded ${plural(count, 'message')} into a summary`,
    subject: titleOf(cut),
    about: noticeOf(step),
    action: { label: 'Undo', run: () => undoStep(step) },
  })
}

/** What the notice about a cut is about, by the id of the cut. */
const notices = new Map<string, string>()

/** Throws `AppError` when main refuses; then the summary is unchanged. */
export async function editCut({ id, conversationId, summary: before }: Cut, summary: string): Promise<void> {
  await request.editCut(id, summary)
  record({
    name: 'Edit Summary',
    ids: [conversationId],
    undo: reporting(() => request.editCut(id, before)),
    redo: reporting(() => request.editCut(id, summary)),
  })
}

/** Shows the dropped or folded messages to the model again. Cancels a summary that is being written. */
export function undoCut(cut: Cut): void {
  removeCut(cut).catch(reportError)
}

const titleOf = ({ conversationId }: Cut) =>
  findConversation(useConversations.getState().conversations, conversationId)?.title ?? ''

async function removeCut(cut: Cut): Promise<void> {
  const { id, conversationId, kind, state } = cut
  const subject = titleOf(cut)
  await request.undoCut(id)
  dismissNoticesAbout(notices.get(id) ?? id)
  if (state !== 'done') return
  const step = record({
    name: kind === 'folded' ? 'Remove Summary' : 'Show Messages',
    ids: [conversationId],
    undo: reporting(() => request.restoreCut(id)),
    redo: reporting(() => request.undoCut(id)),
  })
  if (kind !== 'folded') return
  notify({
    message: 'Summary removed',
    subject,
    about: noticeOf(step),
    action: { label: 'Undo', run: () => undoStep(step) },
  })
}

export const loadPrompt = ({ conversationId, messageId, isCheck }: PromptTarget): Promise<ShownPrompt> =>
  isCheck && messageId !== undefined ? request.showCheck(messageId) : request.showPrompt(conversationId, messageId)
