import { AppError } from '../../contract/errors.js'
import { request } from '../bridge.js'
import { placeConversations, removeConversation, successor } from './conversation-list.js'
import { openConversation, useConversations } from './conversations.js'
import { moveOf, trackMove, withTrashedAt } from './trash-moves.js'
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
  const now = Date.now()
  onLeave(() => {
    move(id, now)
    if (wasOpen) openConversation(next)
  }, next)
  const { visits } = useConversations.getState()
  const undo = () =>
    onReturn(() => {
      restoreConversation(id)
      if (wasOpen) openConversation(id)
    })
  notify({
    message: 'Moved to Trash',
    subject: conversation.title,
    isUndo: true,
    about: moveOf(id),
    action: { label: 'Undo', run: undo },
  })
  trackMove(id, now, () => request.trashConversation(id)).catch((error: unknown) => {
    dismissNoticesAbout(moveOf(id))
    takeBack(id, undefined, error)
    // Whoever has opened another conversation since then stays there.
    if (wasOpen && useConversations.getState().visits === visits) openConversation(id)
  })
}

/** Optimistic: puts the conversation back at once, and into the Trash again if main fails. */
export function restoreConversation(id: string): void {
  const trashedAt = useConversations.getState().trash.find((other) => other.id === id)?.trashedAt
  move(id, undefined)
  trackMove(id, undefined, () => request.restoreConversation(id)).catch((error: unknown) =>
    takeBack(id, trashedAt, error),
  )
}

export function emptyTrash(): void {
  request.emptyTrash().catch(reportError)
}

/** Shows a conversation in the list, or with `trashedAt` in the Trash. */
function move(id: string, trashedAt: number | undefined): void {
  const { conversations, trash } = useConversations.getState()
  const conversation = [...conversations, ...trash].find((other) => other.id === id)
  if (!conversation) return
  useConversations.setState((state) => placeConversations(state, [withTrashedAt(conversation, trashedAt)]))
}

/** Undoes a move that main refused. A conversation that no longer exists is removed. */
function takeBack(id: string, trashedAt: number | undefined, error: unknown): void {
  if (error instanceof AppError && error.code === 'not-found') {
    useConversations.setState((state) => removeConversation(state, id))
  } else move(id, trashedAt)
  reportError(error)
}
