import type { Conversation } from '../../contract/chat.js'
import { request } from '../bridge.js'
import { placeConversation, successor } from './conversation-list.js'
import { openConversation, useConversations } from './conversations.js'
import { trackMove, withTrashedAt } from './trash-moves.js'
import { dismissNoticesAbout, notify, reportError } from './view.js'

interface TrashSteps {
  /** Must call `change`, which removes the conversation from the list. `next` is the one after it; `null` for none. */
  readonly onLeave: (change: () => void, next: string | null) => void
  /** Must call `change`, which puts the conversation back. */
  readonly onReturn: (change: () => void) => void
}

/** Optimistic: removes the conversation at once, and puts it back if main fails. */
export function trashConversation(id: string, { onLeave, onReturn }: TrashSteps): void {
  const { conversations, openId } = useConversations.getState()
  const conversation = conversations.find((other) => other.id === id)
  if (!conversation) return
  const next = successor(conversations, id)?.id ?? null
  const wasOpen = openId === id
  const place = (trashedAt: number | undefined) =>
    useConversations.setState((state) => placeConversation(state, withTrashedAt(conversation, trashedAt)))
  const bringBack = () => {
    place(undefined)
    if (wasOpen) openConversation(id)
  }
  const now = Date.now()
  onLeave(() => {
    place(now)
    if (wasOpen) openConversation(next)
  }, next)
  const undo = () => {
    onReturn(bringBack)
    restoreConversation(id)
  }
  const about = `the move of ${id}`
  notify({ message: 'Moved to Trash', isUndo: true, about, action: { label: 'Undo', run: undo } })
  trackMove(id, now, request.trashConversation(id)).catch((error: unknown) => {
    dismissNoticesAbout(about)
    bringBack()
    reportError(error)
  })
}

/** Optimistic: puts the conversation back at once, and into the Trash again if main fails. */
export function restoreConversation(id: string): void {
  const conversation = useConversations.getState().trash.find((other) => other.id === id)
  const place = (changed: Conversation) => useConversations.setState((state) => placeConversation(state, changed))
  if (conversation) place(withTrashedAt(conversation, undefined))
  trackMove(id, undefined, request.restoreConversation(id)).catch((error: unknown) => {
    if (conversation) place(conversation)
    reportError(error)
  })
}

export function emptyTrash(): void {
  request.emptyTrash().catch(reportError)
}
