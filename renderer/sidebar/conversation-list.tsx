import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Conversation } from '../../contract/chat.js'
import { openConversation, useConversations } from '../stores/conversations.js'
import { startRenaming, useView } from '../stores/view.js'
import { ContextMenu } from '../ui/menu.js'
import { conversationEntries } from './conversation-entries.js'
import { ConversationRow, rowOf } from './conversation-row.js'
import { groupByDate } from './date-groups.js'
import { keyAfter } from './move-focus.js'
import { moveToTrash } from './move-to-trash.js'
import { SectionedList, type SectionedListHandle } from './sectioned-list.js'

export function ConversationList({ platform }: { readonly platform: string }) {
  const conversations = useConversations((state) => state.conversations)
  const isLoaded = useConversations((state) => state.isLoaded)
  const openId = useConversations((state) => state.openId)
  const renaming = useView((state) => state.renaming)
  const list = useRef<SectionedListHandle>(null)
  const [menuId, setMenuId] = useState<string>()
  const today = useToday()
  const sections = useMemo(() => groupByDate(conversations, new Date(today)), [conversations, today])
  const reachableId = conversations.some(({ id }) => id === openId) ? openId : conversations[0]?.id

  useEffect(() => {
    if (openId !== null) rowOf(openId)?.scrollIntoView({ block: 'nearest' })
  }, [openId])

  const onKeyDown = (event: KeyboardEvent, focused: string) => {
    const moved = keyAfter(event, sections, focused, idOf)
    if (moved !== undefined) {
      list.current?.focusRow(moved)
      openConversation(moved)
    }
    if (event.key === 'F2' || (event.key === 'Enter' && focused === openId)) {
      event.preventDefault()
      startRenaming(focused, 'sidebar')
    }
    if (event.key === 'Backspace' && (platform === 'darwin' ? event.metaKey : event.ctrlKey)) {
      event.preventDefault()
      moveToTrash(focused)
    }
  }
  if (isLoaded && conversations.length === 0) return <p className="list-empty">Your conversations appear here.</p>
  const onContextMenu = (event: MouseEvent) =>
    setMenuId((event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row)
  return (
    <ContextMenu entries={menuId === undefined ? [] : conversationEntries(menuId, 'sidebar', platform)}>
      <SectionedList
        handle={list}
        sections={sections}
        keyOf={idOf}
        keptKeys={[reachableId ?? undefined, renaming?.id]}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        drawRow={(conversation, place) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            place={place}
            isOpen={conversation.id === openId}
            isReachable={conversation.id === reachableId}
            isRenaming={renaming?.where === 'sidebar' && renaming.id === conversation.id}
          />
        )}
      />
    </ContextMenu>
  )
}

const idOf = ({ id }: Conversation) => id

const minuteMs = 60_000
const startOfToday = () => new Date().setHours(0, 0, 0, 0)

/** The start of today in ms since the epoch; changes after midnight. */
function useToday(): number {
  const [today, setToday] = useState(startOfToday)
  useEffect(() => {
    const timer = setInterval(() => setToday(startOfToday()), minuteMs)
    return () => clearInterval(timer)
  }, [])
  return today
}
