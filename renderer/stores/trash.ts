import type { Conversation } from '../../contract/chat.js'
import { request } from '../bridge.js'
import { successor } from './conversation-list.js'
import { openConversation, useConversations } from './conversations.js'
import { allOf, changeAll } from './order.js'
import { forgetStep, noticeOf, perform, undoStep } from './undo.js'
import { dismissNoticesAbout, notify, reportError } from './view.js'

interface TrashSteps {
  /** The conversations as they are listed. */
  readonly order: () => readonly Conversation[]
  /** Must call `change`, which removes the conversations from the list. `next` is the one after them; `null` for none. */
  readonly onLeave: (change: () => void, next: string | null) => void
  /** Must call `change`, which puts the conversations back. */
  readonly onReturn: (change: () => void) => void
}

const withOne = (ids: string | readonly string[]) => (typeof ids === 'string' ? [ids] : ids)

/** Optimistic: removes the conversations at once, and puts them back if main fails. One undoable step. */
export function trashConversation(which: string | readonly string[], { order, onLeave, onReturn }: TrashSteps): void {
  const { conversations } = useConversations.getState()
  const known = new Set(conversations.map(({ id }) => id))
  const ids = withOne(which).filter((id) => known.has(id))
  const [first] = allOf(ids)
  if (!first) return
  let returnTo: string | null = null

  const step = perform({ name: 'Move to Trash', ids, redo: leave, undo: comeBack })
  notify({
    message: ids.length === 1 ? 'Moved to Trash' : `${ids.length.toLocaleString('en')} conversations moved to Trash`,
    ...(ids.length === 1 && { subject: first.title }),
    about: noticeOf(step),
    action: { label: 'Undo', run: () => undoStep(step) },
  })

  function leave(left: readonly string[]): void {
    const { openId } = useConversations.getState()
    const isLeaving = new Set(left)
    const next = nextAfter(order(), left, isLeaving)
    returnTo = openId !== null && isLeaving.has(openId) ? openId : null
    let asked = Promise.resolve(true)
    onLeave(() => {
      asked = changeAll(left, { trashedAt: Date.now() }, (some) => request.trashConversation(only(some)))
      if (returnTo !== null) openConversation(next)
    }, next)
    const { visits } = useConversations.getState()
    const opened = returnTo
    void asked.then((isDone) => {
      if (isDone) return
      forgetStep(step)
      dismissNoticesAbout(noticeOf(step))
      // Whoever has opened another conversation since then stays there.
      if (opened !== null && useConversations.getState().visits === visits) openConversation(opened)
    })
  }
  function comeBack(left: readonly string[]): void {
    onReturn(() => {
      restoreConversation(left)
      if (returnTo !== null && left.includes(returnTo)) openConversation(returnTo)
    })
  }
}

/** Main's answer to one is the same as to a list of one. */
const only = (ids: readonly string[]) => (ids.length === 1 ? (ids[0] ?? ids) : ids)

/** The conversation to open: the next one after the last that leaves, else the one before the first. */
function nextAfter(
  listed: readonly Conversation[],
  ids: readonly string[],
  isLeaving: ReadonlySet<string>,
): string | null {
  const last = listed.findLast(({ id }) => isLeaving.has(id))
  if (ids.length === 1 && last) return successor(listed, last.id)?.id ?? null
  const staying = listed.filter(({ id }) => !isLeaving.has(id) || id === last?.id)
  return (last && successor(staying, last.id)?.id) ?? null
}

/** Optimistic: puts conversations back at once, and into the Trash again if main fails. */
export function restoreConversation(which: string | readonly string[]): void {
  void changeAll(withOne(which), { trashedAt: undefined }, (some) => request.restoreConversation(only(some)))
}

export function emptyTrash(): void {
  request.emptyTrash().catch(reportError)
}

/** Main asks first. */
export function deleteForGood(id: string): void {
  request.deleteForGood(id).catch(reportError)
}
