import { flushSync } from 'react-dom'
import { type MenuCommand, readExportCommand } from '../contract/menu.js'
import { beginConversation, composerField } from './chat/composer/composer-field.js'
import { plainAnswer } from './documents/answer-words.js'
import { openModelMenu } from './models/model-menu.js'
import { currentOrder } from './sidebar/current-order.js'
import { moveToTrash } from './sidebar/move-to-trash.js'
import { openFromSidebar } from './sidebar/open-from-sidebar.js'
import { archive, pin } from './sidebar/order-actions.js'
import { searchField } from './sidebar/search-field.js'
import { pickDocuments } from './stores/adding-files.js'
import { openNeighbour, openNextPassage, showPlace, stopReply, useConversations } from './stores/conversations.js'
import { addFolder } from './stores/folders.js'
import { exportAll, exportConversation, previewImport } from './stores/history.js'
import { addModel, chooseModel, unloadModel } from './stores/models.js'
import { allOf } from './stores/order.js'
import { answerNow } from './stores/replies.js'
import { useSelection } from './stores/selection.js'
import { beginTemporary } from './stores/temporary.js'
import { redoNewest, undoNewest } from './stores/undo.js'
import {
  changeTextScale,
  changeView,
  chooseFolderFor,
  closeDialogs,
  closePanels,
  copyText,
  notify,
  setConversationSettingsOpen,
  showPrompt,
  showSidebar,
  startRenaming,
  toggleSidebar,
} from './stores/view.js'
import { drawThenFocus } from './ui/focus.js'

/** Runs a command of the native menu. */
export function runMenuCommand(command: MenuCommand): void {
  const { openId, conversations } = useConversations.getState()
  const isListed = conversations.some(({ id }) => id === openId)
  const isTrashed = openId !== null && !isListed
  const exported = readExportCommand(command)
  if (exported?.what === 'all') void exportAll(exported.format)
  else if (exported && openId) void exportConversation(openId, exported.format)
  const { ids: selected } = useSelection.getState()
  const targets = selected.size > 0 ? [...selected] : openId !== null && isListed ? [openId] : []
  switch (command) {
    case 'new-conversation':
      beginConversation()
      return
    case 'new-temporary':
      void beginTemporary().then(() => drawThenFocus(() => {}, composerField))
      return
    case 'add-document':
      void pickDocuments()
      return
    case 'add-folder':
      void pickDocuments('folders')
      return
    case 'toggle-sidebar':
      toggleSidebar()
      return
    case 'search':
      closeDialogs()
      drawThenFocus(showSidebar, searchField)
      searchField()?.select()
      return
    case 'find-next':
      findNext(1)
      return
    case 'find-previous':
      findNext(-1)
      return
    case 'import':
      flushSync(closeDialogs)
      void previewImport()
      return
    case 'rename':
      if (openId && isListed) startRenaming(openId, 'title')
      return
    case 'trash':
      moveToTrash(targets)
      return
    case 'new-folder':
      drawThenFocus(showSidebar, () => undefined)
      showPlace('conversations')
      addFolder([])
      return
    case 'pin':
      pin(targets, !allOf(targets).every(({ isPinned }) => isPinned))
      return
    case 'move-to-folder':
      if (targets.length > 0) chooseFolderFor(targets)
      return
    case 'archive':
      archive(targets, !allOf(targets).every(({ isArchived }) => isArchived))
      return
    case 'sort-used':
      changeView({ sort: 'used' })
      return
    case 'sort-title':
      changeView({ sort: 'title' })
      return
    case 'undo':
      undoNewest()
      return
    case 'redo':
      redoNewest()
      return
    case 'stop':
      stopReply()
      return
    case 'copy-last-reply':
      void copyLastReply()
      return
    case 'next-conversation':
      openFromSidebar(() => openNeighbour(currentOrder(), 1))
      return
    case 'previous-conversation':
      openFromSidebar(() => openNeighbour(currentOrder(), -1))
      return
    case 'focus-composer':
      drawThenFocus(closePanels, composerField)
      return
    case 'conversation-settings':
      if (isTrashed) return
      flushSync(closeDialogs)
      setConversationSettingsOpen(true)
      return
    case 'show-prompt':
      if (openId) showPrompt({ conversationId: openId })
      return
    case 'answer-now':
      answerNow()
      return
    case 'text-larger':
      changeTextScale('larger')
      return
    case 'text-smaller':
      changeTextScale('smaller')
      return
    case 'text-reset':
      changeTextScale('reset')
      return
    case 'choose-model':
      flushSync(closeDialogs)
      openModelMenu()
      return
    case 'add-model':
      void addModel(chooseModel)
      return
    case 'unload-model':
      unloadModel()
  }
}

/** Shows the next passage of the search in the open conversation. Without a search, begins one. */
function findNext(step: 1 | -1): void {
  if (useConversations.getState().query.trim() === '') runMenuCommand('search')
  else openNextPassage(step)
}

async function copyLastReply(): Promise<void> {
  const { transcript } = useConversations.getState()
  const replies = transcript?.order.map((id) => transcript.messages[id]) ?? []
  const last = replies.findLast((message) => message?.role === 'assistant' && message.text !== '')
  if (last?.role !== 'assistant') return
  await copyText(plainAnswer(last, transcript?.documents ?? {})).then(
    () => notify({ message: 'Reply copied' }),
    () => {}, // copyText reports it
  )
}
