import { flushSync } from 'react-dom'
import { type MenuCommand, readExportCommand } from '../contract/menu.js'
import { beginConversation, composerField } from './chat/composer/composer-field.js'
import { plainAnswer } from './documents/answer-words.js'
import { openModelMenu } from './models/model-menu.js'
import { moveToTrash } from './sidebar/move-to-trash.js'
import { openFromSidebar } from './sidebar/open-from-sidebar.js'
import { searchField } from './sidebar/search-field.js'
import { pickDocuments } from './stores/adding-files.js'
import { openNeighbour, openNextPassage, stopReply, useConversations } from './stores/conversations.js'
import { exportAll, exportConversation, previewImport } from './stores/history.js'
import { addModel, chooseModel, unloadModel } from './stores/models.js'
import { answerNow } from './stores/replies.js'
import {
  changeTextScale,
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
  switch (command) {
    case 'new-conversation':
      beginConversation()
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
      if (openId && isListed) moveToTrash(openId)
      return
    case 'stop':
      stopReply()
      return
    case 'copy-last-reply':
      void copyLastReply()
      return
    case 'next-conversation':
      openFromSidebar(() => openNeighbour(1))
      return
    case 'previous-conversation':
      openFromSidebar(() => openNeighbour(-1))
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
