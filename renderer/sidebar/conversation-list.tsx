import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { openConversation, useConversations } from '../stores/conversations.js'
import { toggleFolder, useFolders } from '../stores/folders.js'
import { clearSelection, extended, stillThere, targetsOf, toggled, useSelection } from '../stores/selection.js'
import { startRenaming, startRenamingFolder, useView } from '../stores/view.js'
import { useToday } from '../ui/use-today.js'
import { ConversationRow, rowOf } from './conversation-row.js'
import { drop, isDragged, placeUnder } from './drag.js'
import { FolderRow } from './folder-row.js'
import { keyAfter } from './move-focus.js'
import { moveToTrash } from './move-to-trash.js'
import { SectionedList, type SectionedListHandle } from './sectioned-list.js'
import { conversationsOf, folderOfKey, keyOfFolder, type SidebarEntry, sidebarSections } from './sidebar-rows.js'

export function ConversationList({ platform }: { readonly platform: string }) {
  const isLoaded = useConversations((state) => state.isLoaded)
  const openId = useConversations((state) => state.openId)
  const renaming = useView((state) => state.renaming)
  const renamingFolder = useView((state) => state.renamingFolder)
  const selected = useSelection(({ ids }) => ids)
  const list = useRef<SectionedListHandle>(null)
  const sections = useSections()
  const order = useMemo(() => conversationsOf(sections).map(({ id }) => id), [sections])
  const isOpenListed = openId !== null && order.includes(openId)
  const reachableKey = isOpenListed ? openId : sections[0]?.rows[0]?.key

  useEffect(() => {
    if (openId !== null) rowOf(openId)?.scrollIntoView({ block: 'nearest' })
  }, [openId])
  useEffect(() => {
    const known = new Set(order)
    useSelection.setState((selection) => stillThere(selection, known))
  }, [order])

  const select = (id: string, isRange: boolean) =>
    useSelection.setState((selection) =>
      isRange ? extended(selection, id, openId, order) : toggled(selection, id, openId),
    )
  const onKeyDown = (event: KeyboardEvent, focused: string) => {
    const isCommand = platform === 'darwin' ? event.metaKey : event.ctrlKey
    const moved = keyAfter(event, sections, focused, keyOf)
    if (moved !== undefined) {
      list.current?.focusRow(moved)
      if (folderOfKey(moved) !== undefined) return
      if (event.shiftKey) return select(moved, true)
      clearSelection()
      openConversation(moved)
    }
    if (isCommand && event.key.toLowerCase() === 'a' && !event.shiftKey) {
      event.preventDefault()
      useSelection.setState({ ids: new Set(order), anchor: order[0] ?? null })
    }
    if (event.key === 'Escape' && selected.size > 0) {
      event.preventDefault()
      clearSelection()
    }
    const folder = folderOfKey(focused)
    if (folder !== undefined) return onFolderKey(event, folder)
    if (event.key === ' ' && isCommand) {
      event.preventDefault()
      select(focused, false)
    }
    if (event.key === 'F2' || (event.key === 'Enter' && focused === openId && !isCommand && !event.ctrlKey)) {
      event.preventDefault()
      startRenaming(focused, 'sidebar')
    }
    if (event.key === 'Delete' || (event.key === 'Backspace' && isCommand)) {
      event.preventDefault()
      moveToTrash(targetsOf(focused))
    }
  }
  if (isLoaded && sections.length === 0) return <p className="list-empty">Your conversations appear here.</p>
  return (
    <SectionedList
      handle={list}
      sections={sections}
      keyOf={keyOf}
      keptKeys={[reachableKey, renaming?.id, renamingFolder === null ? undefined : keyOfFolder(renamingFolder)]}
      onKeyDown={onKeyDown}
      onDragOver={(event) => isDragged(event) && event.preventDefault()}
      onDrop={(event) => isDragged(event) && drop(event, placeUnder(event.target))}
      drawRow={(entry, place) =>
        entry.kind === 'folder' ? (
          <FolderRow
            key={entry.key}
            entry={entry}
            place={place}
            isReachable={entry.key === reachableKey}
            isRenaming={entry.folder.id === renamingFolder}
          />
        ) : (
          <ConversationRow
            key={entry.key}
            conversation={entry.conversation}
            depth={entry.depth}
            place={place}
            isOpen={entry.key === openId}
            isSelected={selected.has(entry.key)}
            isReachable={entry.key === reachableKey}
            isRenaming={renaming?.where === 'sidebar' && renaming.id === entry.key}
            onSelect={select}
          />
        )
      }
    />
  )
}

const keyOf = ({ key }: SidebarEntry) => key

function onFolderKey(event: KeyboardEvent, id: string): void {
  const isOpen = (event.target as HTMLElement).ariaExpanded === 'true'
  if (event.key === 'F2') startRenamingFolder(id)
  else if ((event.key === 'ArrowRight' && !isOpen) || (event.key === 'ArrowLeft' && isOpen)) toggleFolder(id)
  else return
  event.preventDefault()
}

function useSections() {
  const conversations = useConversations((state) => state.conversations)
  const folders = useFolders((state) => state.folders)
  const sort = useView(({ view }) => view.sort)
  const closedFolders = useView(({ view }) => view.closedFolders)
  const today = useToday()
  return useMemo(
    () => sidebarSections({ conversations, folders, view: { sort, closedFolders }, now: new Date(today) }),
    [conversations, folders, sort, closedFolders, today],
  )
}
