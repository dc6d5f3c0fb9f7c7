import './conversation-list.css'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { openConversation, useConversations } from '../stores/conversations.js'
import { startRenaming, useView } from '../stores/view.js'
import { ContextMenu } from '../ui/menu.js'
import { conversationEntries } from './conversation-entries.js'
import { ConversationRow } from './conversation-row.js'
import { groupByDate } from './date-groups.js'
import { moveFocus } from './move-focus.js'
import { moveToTrash } from './move-to-trash.js'

export function ConversationList({ platform }: { readonly platform: string }) {
  const conversations = useConversations((state) => state.conversations)
  const isLoaded = useConversations((state) => state.isLoaded)
  const openId = useConversations((state) => state.openId)
  const renaming = useView((state) => state.renaming)
  const list = useRef<HTMLDivElement>(null)
  const [menuId, setMenuId] = useState<string>()
  const today = useToday()
  const groups = useMemo(() => groupByDate(conversations, new Date(today)), [conversations, today])
  const reachableId = conversations.some(({ id }) => id === openId) ? openId : conversations[0]?.id

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another conversation is opened
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [openId])

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const focused = (event.target as HTMLElement).dataset.row
    if (focused === undefined) return
    const moved = moveFocus(event)?.dataset.row
    if (moved) openConversation(moved)
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows in it are buttons; this handles their keys */}
      <div ref={list} className="list" onKeyDown={onKeyDown} onContextMenu={onContextMenu}>
        {groups.map((group) => (
          <section key={group.label} aria-label={group.label}>
            <h2 className="list-label">{group.label}</h2>
            <ul className="list-rows">
              {group.conversations.map((conversation) => (
                <ConversationRow
                  key={conversation.id}
                  conversation={conversation}
                  isOpen={conversation.id === openId}
                  isReachable={conversation.id === reachableId}
                  isRenaming={renaming?.where === 'sidebar' && renaming.id === conversation.id}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </ContextMenu>
  )
}

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
