import type { ContextCount, ShownPrompt } from '../../contract/context.js'
import type { ReplySettings } from '../../contract/settings.js'
import { request } from '../bridge.js'
import { useConversations } from './conversations.js'
import { type PromptOf, reportError } from './view.js'

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
  if (openId) await request.dropOldest(openId, draft).catch(reportError)
}

/** The model writes a summary that takes the place of the oldest messages. */
export async function foldOldest(draft: string): Promise<void> {
  const { openId } = useConversations.getState()
  if (openId) await request.foldOldest(openId, draft).catch(reportError)
}

/** Throws when it was not taken; then the summary is as it was. */
export const editCut = (cutId: string, summary: string): Promise<void> => request.editCut(cutId, summary)

/** The model sees again what was dropped or folded; a fold that is being written is given up. */
export function undoCut(cutId: string): void {
  request.undoCut(cutId).catch(reportError)
}

export const loadPrompt = ({ conversationId, messageId }: PromptOf): Promise<ShownPrompt> =>
  request.showPrompt(conversationId, messageId)
