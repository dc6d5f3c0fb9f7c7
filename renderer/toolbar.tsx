import './toolbar.css'
import { ChevronDown, PanelLeft, SquarePen } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { beginConversation } from './chat/composer/composer-field.js'
import { ModelMenu } from './models/model-menu.js'
import { ConversationSettings } from './settings/conversation-settings.js'
import { conversationEntries } from './sidebar/conversation-entries.js'
import { isTrashOpen, openConversationOf, useConversations } from './stores/conversations.js'
import { useFolders } from './stores/folders.js'
import { renameConversation } from './stores/order.js'
import { endRenaming, startRenaming, toggleSidebar, useView } from './stores/view.js'
import { DragOut } from './ui/drag-out.js'
import { drawThenFocus } from './ui/focus.js'
import { IconButton } from './ui/icon-button.js'
import { InlineEdit } from './ui/inline-edit.js'
import { Menu } from './ui/menu.js'
import { shortcut, sidebarShortcut } from './ui/platform.js'

interface ToolbarProps {
  readonly platform: string
  readonly isSidebarShown: boolean
}

export function Toolbar({ platform, isSidebarShown }: ToolbarProps) {
  const isTrashed = useConversations(isTrashOpen)
  return (
    <header className="toolbar" data-inset={!isSidebarShown}>
      {!isSidebarShown && (
        <>
          <IconButton label="Show sidebar" shortcut={sidebarShortcut(platform)} onClick={toggleSidebar}>
            <PanelLeft />
          </IconButton>
          <IconButton label="New chat" shortcut={shortcut(platform, 'command', 'N')} onClick={beginConversation}>
            <SquarePen />
          </IconButton>
        </>
      )}
      <Title platform={platform} />
      <ModelMenu />
      {!isTrashed && <ConversationSettings />}
    </header>
  )
}

function Title({ platform }: { readonly platform: string }) {
  const conversation = useConversations(openConversationOf)
  const newFolderId = useConversations((state) => state.newFolderId)
  const folder = useFolders(({ folders }) => folders.find(({ id }) => id === newFolderId))
  useEffect(() => {
    document.title = conversation?.title ?? 'Parley'
  }, [conversation?.title])
  const renaming = useView((state) => state.renaming)
  const options = useRef<HTMLButtonElement>(null)
  const endTitle = (isLeft: boolean) => {
    if (isLeft) endRenaming()
    else drawThenFocus(endRenaming, () => options.current)
  }
  if (!conversation) {
    return (
      <div className="toolbar-title">
        <h1 dir="auto">{folder ? `New conversation in ${folder.name}` : 'New conversation'}</h1>
      </div>
    )
  }
  const { id, title } = conversation
  const isTrashed = conversation.trashedAt !== undefined
  if (renaming?.where === 'title' && renaming.id === id) {
    return (
      <div className="toolbar-title toolbar-edit">
        <InlineEdit label="Title" value={title} onSave={(value) => renameConversation(id, value)} onEnd={endTitle} />
      </div>
    )
  }
  const rename = () => startRenaming(id, 'title')
  return (
    <div className="toolbar-title">
      <DragOut source={{ kind: 'conversation', conversationId: id }} />
      <h1 dir="auto" title={title} onDoubleClick={isTrashed ? undefined : rename}>
        {title}
      </h1>
      {!isTrashed && (
        <Menu entries={conversationEntries([id], 'title', platform)}>
          <IconButton ref={options} label="Conversation options" size="small">
            <ChevronDown />
          </IconButton>
        </Menu>
      )}
    </div>
  )
}
