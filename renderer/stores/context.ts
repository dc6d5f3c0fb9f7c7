import type { ContextCount, Cut, ShownPrompt } from '../../contract/context.js'
import type { ReplySettings } from '../../contract/settings.js'
import { request } from '../bridge.js'
import { plural } from '../ui/words.js'
import { useConversations } from './conversations.js'
import { cutSize, doneFolds } from './transcript-cuts.js'
import { dismissAbout, notify, type PromptOf, reportError } from './view.js'

/** What the next prompt would weigh; null while no model is loaded or it can't be counted. */
export async function countContext(
  conversationId: string | null,
  draft: string,
  settings: ReplySettings,
): Promise<ContextCount | null> {
  try {
    return await request.countContext(conversationId, draft, settings)
  } catch (error) {
    // A meter that is not there is all that is lost; what is sent is counted again.
    console.warn('The context could not be counted:', error)
    return null
  }
}

/** The model sees no more of the oldest messages; `draft` is to have room as well. */
export async function dropOldest(draft: string): Promise<void> {
  const { openId } = useConversations.getState()
  if (!openId) return
  try {
    tellCut(await request.dropOldest(openId, draft))
  } catch (error) {
    reportError(error)
  }
}

/** The model writes a summary that takes the place of the oldest messages. */
export async function foldOldest(draft: string): Promise<void> {
  const { openId } = useConversations.getState()
  if (openId) await request.foldOldest(openId, draft).catch(reportError)
}

/** Says when a fold comes to its end: its own line may be far from what the reader looks at. */
export function tellFolds(): void {
  useConversations.subscribe(({ transcript }, before) => doneFolds(before.transcript, transcript).forEach(tellCut))
}

function tellCut(cut: Cut): void {
  const { transcript } = useConversations.getState()
  if (transcript?.conversationId !== cut.conversationId) return
  const count = cutSize(transcript, cut)
  const undo = async () => {
    // Else the reply that was made with it would hold it.
    await request.stopReply(cut.conversationId)
    await removeCut(cut)
  }
  notify({
    message: `${plural(count, 'message')} ${count === 1 ? 'is' : 'are'} ${cut.kind}`,
    isUndo: true,
    about: cut.id,
    action: { label: 'Undo', run: () => void undo().catch(reportError) },
  })
}

/** Throws when it was not taken; then the summary is as it was. */
export const editCut = (cutId: string, summary: string): Promise<void> => request.editCut(cutId, summary)

/** The model sees again what was dropped or folded; a fold that is being written is given up. */
export function undoCut(cut: Cut): void {
  removeCut(cut).catch(reportError)
}

async function removeCut({ id, kind, state }: Cut): Promise<void> {
  await request.undoCut(id)
  dismissAbout(id)
  if (kind !== 'folded' || state !== 'done') return
  const restore = () => request.restoreCut(id).catch(reportError)
  notify({
    message: 'The summary is removed',
    isUndo: true,
    about: id,
    action: { label: 'Undo', run: () => void restore() },
  })
}

export const loadPrompt = ({ conversationId, messageId }: PromptOf): Promise<ShownPrompt> =>
  request.showPrompt(conversationId, messageId)
