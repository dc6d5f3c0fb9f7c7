import type { Conversation } from '../../contract/chat.js'
import { AppError } from '../../contract/errors.js'
import { maxPlaced, type Placement } from '../../contract/order.js'
import { request } from '../bridge.js'
import { placeConversations as listPlaced, removeConversations } from './conversation-list.js'
import { useConversations } from './conversations.js'
import { type Change, trackChange, withChange } from './pending-changes.js'
import { noticeOf, perform, undoStep } from './undo.js'
import { notify, reportError } from './view.js'

/** Conversations that stand alike. */
interface Placed {
  readonly ids: readonly string[]
  readonly placement: Placement
}

/** Where these conversations stand now, to put them back. */
export function placementsOf(ids: readonly string[], field: 'folderId' | 'isPinned' | 'isArchived'): readonly Placed[] {
  const groups = new Map<string, { ids: string[]; placement: Placement }>()
  for (const conversation of allOf(ids)) {
    const placement = placementOf(conversation, field)
    const key = JSON.stringify(placement)
    const group = groups.get(key) ?? { ids: [], placement }
    group.ids.push(conversation.id)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function placementOf(conversation: Conversation, field: 'folderId' | 'isPinned' | 'isArchived'): Placement {
  if (field === 'folderId') return { folderId: conversation.folderId ?? null }
  const isSet = conversation[field] === true
  return field === 'isPinned' ? { isPinned: isSet } : { isArchived: isSet }
}

/** Moves, pins or archives conversations: at once, and undoable under this name. `said`: a notice with Undo. */
export function placeConversations(ids: readonly string[], placement: Placement, name: string, said?: string): void {
  const field = 'folderId' in placement ? 'folderId' : 'isPinned' in placement ? 'isPinned' : 'isArchived'
  const before = placementsOf(ids, field)
  const isAlike = before.every((group) => JSON.stringify(group.placement) === JSON.stringify(placement))
  if (ids.length === 0 || isAlike) return
  const step = perform({
    name,
    ids,
    redo: (left) => placeAgain([{ ids: left, placement }]),
    undo: (left) => placeAgain(before.map((group) => ({ ...group, ids: group.ids.filter((id) => left.includes(id)) }))),
  })
  if (said === undefined) return
  notify({ message: said, about: noticeOf(step), action: { label: 'Undo', run: () => undoStep(step) } })
}

/** Optimistic: shows the conversations there at once, and back where they were if main fails. */
export function placeAgain(groups: readonly Placed[]): void {
  for (const { ids, placement } of groups) {
    const change: Change = 'folderId' in placement ? { folderId: placement.folderId ?? undefined } : changeOf(placement)
    void changeAll(ids, change, (some) => request.placeConversations(some, placement))
  }
}

const changeOf = (placement: Exclude<Placement, { folderId: unknown }>): Change =>
  'isPinned' in placement
    ? { isPinned: placement.isPinned || undefined }
    : { isArchived: placement.isArchived || undefined }

/**
 * Changes conversations at once and asks main in pieces. On failure reports it, shows what was not changed as it was, and
 * returns false.
 */
export async function changeAll(
  ids: readonly string[],
  change: Change,
  ask: (ids: readonly string[]) => Promise<unknown>,
): Promise<boolean> {
  const before = allOf(ids)
  show(before.map((conversation) => withChange(conversation, change)))
  const pieces = Array.from({ length: Math.ceil(ids.length / maxPlaced) }, (_, at) =>
    ids.slice(at * maxPlaced, (at + 1) * maxPlaced),
  )
  const done = new Set<string>()
  try {
    await trackChange(ids, change, async () => {
      for (const piece of pieces) {
        await ask(piece)
        for (const id of piece) done.add(id)
      }
    })
    return true
  } catch (error) {
    if (ids.length === 1 && error instanceof AppError && error.code === 'not-found') {
      useConversations.setState((state) => removeConversations(state, ids))
    }
    const fields = Object.keys(change) as (keyof Change)[]
    const current = new Map(allOf(ids).map((conversation) => [conversation.id, conversation]))
    show(
      before.flatMap((old) => {
        const now = current.get(old.id)
        const taken = Object.fromEntries(fields.map((field) => [field, old[field]]))
        return now && !done.has(old.id) ? [withChange(now, taken)] : []
      }),
    )
    reportError(error)
    return false
  }
}

const show = (changed: readonly Conversation[]) => useConversations.setState((state) => listPlaced(state, changed))

export function allOf(ids: readonly string[]): readonly Conversation[] {
  const { conversations, trash } = useConversations.getState()
  const wanted = new Set(ids)
  return [...conversations, ...trash].filter(({ id }) => wanted.has(id))
}

export function inFolder(folderId: string): readonly string[] {
  const { conversations, trash } = useConversations.getState()
  return [...conversations, ...trash].filter((each) => each.folderId === folderId).map(({ id }) => id)
}

/** Undoable. */
export function renameConversation(id: string, title: string): void {
  const name = title.trim()
  const [conversation] = allOf([id])
  if (!name || !conversation || name === conversation.title) return
  const rename = (to: string) => void changeAll([id], { title: to }, () => request.renameConversation(id, to))
  perform({ name: 'Rename', ids: [id], redo: () => rename(name), undo: () => rename(conversation.title) })
}
