import './sidebar.css'
import { Archive, PanelLeft, SquarePen, Trash2 } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { beginConversation } from '../chat/composer/composer-field.js'
import { useConversations } from '../stores/conversations.js'
import { closeOverlay, toggleSidebar, useView } from '../stores/view.js'
import { isFocusLost, rememberFocus } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { shortcut, sidebarShortcut } from '../ui/platform.js'
import { ArchiveList } from './archive-list.js'
import { ConversationList } from './conversation-list.js'
import { drop, isDragged } from './drag.js'
import { goToPlace } from './go-to-place.js'
import { SearchField } from './search-field.js'
import { SearchFilters } from './search-filters.js'
import { SearchResults } from './search-results.js'
import { SelectionBar } from './selection-bar.js'
import { SidebarResizer } from './sidebar-resizer.js'
import { TrashList } from './trash-list.js'

interface SidebarProps {
  readonly platform: string
  readonly isOpen: boolean
  readonly isOverlay: boolean
}

export function Sidebar({ platform, isOpen, isOverlay }: SidebarProps) {
  const width = useView(({ view }) => view.sidebarWidth)
  const place = useConversations((state) => state.place)
  const isSearching = useConversations(({ query }) => query.trim() !== '')
  const panel = useRef<HTMLElement>(null)

  const wasOpen = useRef(isOpen)
  const returnFocus = useRef(() => {})
  useLayoutEffect(() => {
    const hasChanged = wasOpen.current !== isOpen
    wasOpen.current = isOpen
    if (isOverlay && isOpen) {
      returnFocus.current = rememberFocus(() => document.querySelector<HTMLElement>(showButton))
      panel.current?.querySelector<HTMLElement>('[aria-current], input')?.focus()
    } else if (hasChanged && isFocusLost()) {
      // The element that had the focus has gone.
      if (isOverlay) returnFocus.current()
      else document.querySelector<HTMLElement>(isOpen ? hideButton : showButton)?.focus(withoutScrolling)
    }
  }, [isOverlay, isOpen])
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes the sidebar as well */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the sidebar */}
      {isOverlay && isOpen && <div className="sidebar-scrim" onClick={closeOverlay} />}
      <nav
        ref={panel}
        className="sidebar"
        aria-label="Conversations"
        data-overlay={isOverlay}
        data-open={isOpen}
        inert={!isOpen}
        style={{ inlineSize: `${width}px`, marginInlineStart: isOpen || isOverlay ? 0 : `${-width}px` }}
      >
        <div className="sidebar-top">
          <IconButton label="Hide sidebar" shortcut={sidebarShortcut(platform)} onClick={toggleSidebar}>
            <PanelLeft />
          </IconButton>
          <IconButton label="New chat" shortcut={shortcut(platform, 'command', 'N')} onClick={beginConversation}>
            <SquarePen />
          </IconButton>
        </div>
        <SearchField platform={platform} />
        {isSearching ? (
          <>
            <SearchFilters />
            <SearchResults />
          </>
        ) : place === 'trash' ? (
          <TrashList />
        ) : place === 'archive' ? (
          <ArchiveList />
        ) : (
          <ConversationList platform={platform} />
        )}
        <div className="sidebar-bottom">
          <SelectionBar platform={platform} />
          <button
            type="button"
            className="sidebar-place"
            aria-pressed={place === 'archive'}
            onClick={() => goToPlace(place === 'archive' ? 'conversations' : 'archive')}
            onDragOver={(event) => isDragged(event) && event.preventDefault()}
            onDrop={(event) => isDragged(event) && drop(event, 'archive')}
          >
            <Archive />
            Archive
          </button>
          <button
            type="button"
            className="sidebar-place"
            aria-pressed={place === 'trash'}
            onClick={() => goToPlace(place === 'trash' ? 'conversations' : 'trash')}
            onDragOver={(event) => isDragged(event) && event.preventDefault()}
            onDrop={(event) => isDragged(event) && drop(event, 'trash')}
          >
            <Trash2 />
            Trash
          </button>
        </div>
        {!isOverlay && <SidebarResizer width={width} />}
      </nav>
    </>
  )
}

/** After either button is used, the focus moves to the other one. */
const showButton = 'main [aria-label="Show sidebar"]'
const hideButton = 'nav [aria-label="Hide sidebar"]'
/** The sidebar is still sliding in: scrolling to it would shift the window. */
const withoutScrolling: FocusOptions = { preventScroll: true }
