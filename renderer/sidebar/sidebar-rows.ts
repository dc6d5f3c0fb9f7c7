import { type Conversation, isTemporary } from '../../contract/chat.js'
import type { Folder } from '../../contract/order.js'
import type { ViewState } from '../../contract/view.js'
import { groupByDate } from './date-groups.js'
import type { Section } from './list-layout.js'

export interface ConversationEntry {
  readonly kind: 'conversation'
  readonly key: string
  readonly conversation: Conversation
  /** How many folders it stands in. */
  readonly depth: number
}

export interface FolderEntry {
  readonly kind: 'folder'
  readonly key: string
  readonly folder: Folder
  readonly depth: number
  readonly isOpen: boolean
  /** Conversations in it and in its folders. */
  readonly count: number
}

export type SidebarEntry = ConversationEntry | FolderEntry

const folderPrefix = 'folder:'
export const keyOfFolder = (id: string) => folderPrefix + id
/** The id of the folder whose row has this key, if it is one of a folder. */
export const folderOfKey = (key: string): string | undefined =>
  key.startsWith(folderPrefix) ? key.slice(folderPrefix.length) : undefined

interface Contents {
  /** Newest first. */
  readonly conversations: readonly Conversation[]
  /** Sorted by name. */
  readonly folders: readonly Folder[]
  readonly view: Pick<ViewState, 'sort' | 'closedFolders'>
  readonly now: Date
}

/**
 * What the sidebar shows, from above: what is temporary, what is pinned, the folders, then the rest by date or by title. Each conversation
 * stands in one place; those in closed folders and in the Archive in none.
 */
export function sidebarSections(contents: Contents): readonly Section<SidebarEntry>[] {
  const { conversations, folders, view, now } = contents
  const known = new Set(folders.map(({ id }) => id))
  const temporary: Conversation[] = []
  const pinned: Conversation[] = []
  const rest: Conversation[] = []
  const inFolders = new Map<string, Conversation[]>()
  for (const conversation of conversations) {
    const { folderId, isArchived, isPinned } = conversation
    if (isArchived) continue
    if (isTemporary(conversation.id)) temporary.push(conversation)
    else if (isPinned) pinned.push(conversation)
    else if (folderId !== undefined && known.has(folderId)) {
      const inside = inFolders.get(folderId)
      if (inside) inside.push(conversation)
      else inFolders.set(folderId, [conversation])
    } else rest.push(conversation)
  }
  const sorted = (list: readonly Conversation[]) => (view.sort === 'title' ? list.toSorted(byTitle) : list)
  const entries = (list: readonly Conversation[], depth = 0) =>
    sorted(list).map(
      (conversation): SidebarEntry => ({ kind: 'conversation', key: conversation.id, conversation, depth }),
    )
  const folderRows = (parentId: string | undefined, depth: number): readonly SidebarEntry[] =>
    folders
      .filter(
        (folder) =>
          (folder.parentId !== undefined && known.has(folder.parentId) ? folder.parentId : undefined) === parentId,
      )
      .flatMap((folder) => {
        const isOpen = !view.closedFolders.includes(folder.id)
        const children = depth === 0 ? folders.filter((other) => other.parentId === folder.id) : []
        const count = [folder, ...children].reduce((sum, { id }) => sum + (inFolders.get(id)?.length ?? 0), 0)
        const row: FolderEntry = { kind: 'folder', key: keyOfFolder(folder.id), folder, depth, isOpen, count }
        if (!isOpen) return [row]
        const below = depth === 0 ? folderRows(folder.id, 1) : []
        return [row, ...below, ...entries(inFolders.get(folder.id) ?? [], depth + 1)]
      })
  const groups =
    view.sort === 'title'
      ? [{ label: 'By title', rows: entries(rest) }]
      : groupByDate(rest, now).map(({ label, rows }) => ({ label, rows: entries(rows) }))
  return [
    { label: 'Temporary', rows: entries(temporary) },
    { label: 'Pinned', rows: entries(pinned) },
    { label: 'Folders', rows: folderRows(undefined, 0) },
    ...groups,
  ].filter(({ rows }) => rows.length > 0)
}

const titles = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const byTitle = (a: Conversation, b: Conversation) => titles.compare(a.title, b.title) || b.updatedAt - a.updatedAt

/** The conversations of the sections, from above. */
export const conversationsOf = (sections: readonly Section<SidebarEntry>[]): readonly Conversation[] =>
  sections.flatMap(({ rows }) => rows.flatMap((row) => (row.kind === 'conversation' ? [row.conversation] : [])))
