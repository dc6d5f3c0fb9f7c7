import './app.css'
import { useSyncExternalStore } from 'react'
import { isTemporary } from '../contract/chat.js'
import { CompareView } from './chat/compare/compare-view.js'
import { Composer } from './chat/composer/composer.js'
import { DropArea } from './chat/composer/drop-area.js'
import { FindBar } from './chat/find/find-bar.js'
import { OpenLinkContext } from './chat/markdown/open-link.js'
import { PromptView } from './chat/prompt/prompt-view.js'
import { TemporaryBar } from './chat/temporary/temporary-bar.js'
import { Transcript } from './chat/transcript/transcript.js'
import { TrashedBar } from './chat/trashed-bar.js'
import { VersionTree } from './chat/versions/version-tree.js'
import { Welcome } from './chat/welcome.js'
import { useContextMenu } from './context-menu/use-context-menu.js'
import { FolderDialog } from './documents/folder-dialog.js'
import { PageView } from './documents/page/page-view.js'
import { usePageCovers } from './documents/page/use-page-covers.js'
import { ImportDialog } from './history/import-dialog.js'
import { Notices } from './notices.js'
import { Palette } from './palette/palette.js'
import { ProjectDialog } from './projects/project-dialog.js'
import { FolderChoice } from './sidebar/folder-choice.js'
import { Sidebar } from './sidebar/sidebar.js'
import { isFirstScreen, isTrashOpen, useConversations } from './stores/conversations.js'
import { copyText, dragOut, narrowWindow, openLink, useView } from './stores/view.js'
import { TaskDialog } from './tasks/task-dialog.js'
import { Toolbar } from './toolbar.js'
import { CopyContext } from './ui/copy.js'
import { DragOutContext } from './ui/drag-out.js'
import { PlatformContext } from './ui/platform.js'
import { TipLayer } from './ui/tip-layer.js'
import { useMenuKeys } from './use-menu-keys.js'
import { useUndoKey } from './use-undo-key.js'
import { useWindowKeys } from './use-window-keys.js'
import { WhatsNew } from './whats-new/whats-new.js'

export function App({ platform }: { readonly platform: string }) {
  const isNarrow = useSyncExternalStore(onNarrowChange, () => narrowWindow.matches)
  const isSidebarOpen = useView(({ view, isOverlayOpen }) => (isNarrow ? isOverlayOpen : view.sidebarOpen))
  const isSidebarBeside = isSidebarOpen && !isNarrow
  const isCovered = usePageCovers()
  useMenuKeys(platform)
  useWindowKeys()
  useContextMenu(platform)
  useUndoKey(platform)
  return (
    <PlatformContext value={platform}>
      <CopyContext value={copyText}>
        <OpenLinkContext value={openLink}>
          <DragOutContext value={dragOut}>
            <div className="app" data-sidebar={isSidebarBeside}>
              <Sidebar platform={platform} isOpen={isSidebarOpen} isOverlay={isNarrow} />
              <main className="main" inert={isCovered || (isNarrow && isSidebarOpen)}>
                <Toolbar platform={platform} isSidebarShown={isSidebarBeside} />
                <Content platform={platform} />
              </main>
              <PageView />
              <Notices />
            </div>
            <PromptView />
            <CompareView />
            <FolderDialog />
            <ImportDialog />
            <FolderChoice />
            <WhatsNew />
            <Palette />
            <ProjectDialog />
            <TaskDialog />
            <VersionTree />
            <DropArea />
            <TipLayer />
          </DragOutContext>
        </OpenLinkContext>
      </CopyContext>
    </PlatformContext>
  )
}

function Content({ platform }: { readonly platform: string }) {
  const openId = useConversations((state) => state.openId)
  const isFirst = useConversations(isFirstScreen)
  const isTrashed = useConversations(isTrashOpen)
  return (
    <>
      {openId === null ? (
        <Welcome isFirst={isFirst} platform={platform} />
      ) : (
        <div className="conversation">
          <FindBar platform={platform} />
          <Transcript key={openId} conversationId={openId} />
        </div>
      )}
      {isTemporary(openId) && openId !== null && <TemporaryBar id={openId} />}
      {openId !== null && isTrashed ? (
        <TrashedBar id={openId} />
      ) : (
        <Composer conversationId={openId} platform={platform} />
      )}
    </>
  )
}

function onNarrowChange(listener: () => void): () => void {
  narrowWindow.addEventListener('change', listener)
  return () => narrowWindow.removeEventListener('change', listener)
}
