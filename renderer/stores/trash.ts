import type { Conversation } from '../../contract/chat.js'
import { request } from '../bridge.js'
import { placeConversation, successor } from './conversation-list.js'
import { openConversation, useConversations } from './conversations.js'
import { makeMove, moved } from './trash-moves.js'
import { dismissAbout, notify, reportError } from './view.js'

interface TrashSteps {
  /** Makes the change that takes the conversation away, and opens `next` if it was open; `null` for none. */
  readonly onLeave: (change: () => void, next: string | null) => void
  /** Makes the change that brings it back. */
  readonly onReturn: (change: () => void) => void
}

/** Optimistic: the conversation goes at once, and comes back if main could not move it. */
export function trashConversation(id: string, { onLeave, onReturn }: TrashSteps): void {
  const { conversations, openId } = useConversations.getState()
  const conversation = conversations.find((other) => other.id === id)
  if (!conversation) return
  const next = successor(conversations, id)?.id ?? null
  const wasOpen = openId === id
  const place = (trashedAt: number | undefined) =>
    useConversations.setState((state) => placeConversation(state, moved(conversation, trashedAt)))
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
  makeMove(id, now, request.trashConversation(id)).catch((error: unknown) => {
    dismissAbout(about)
    bringBack()
    reportError(error)
  })
}

/** Optimistic as well. */
export function restoreConversation(id: string): void {
  const conversation = useConversations.getState().trash.find((other) => other.id === id)
  const place = (placed: Conversation) => useConversations.setState((state) => placeConversation(state, placed))
  if (conversation) place(moved(conversation, undefined))
  makeMove(id, undefined, request.restoreConversation(id)).catch((error: unknown) => {
    if (conversation) place(conversation)
    reportError(error)
  })
}

export function emptyTrash(): void {
  request.emptyTrash().catch(reportError)
}
