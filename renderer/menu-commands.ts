import { flushSync } from 'react-dom'
import type { AssistantMessage } from '../contract/chat.js'
import { isAppCommand, type MenuCommand, readExportCommand, readOpenCommand } from '../contract/menu.js'
import { beginConversation, composerField, focusComposer } from './chat/composer/composer-field.js'
import { quoteInReply } from './chat/copying/quote.js'
import { selectionMarkdown } from './chat/copying/selection-copy.js'
import { showFind } from './chat/find/find-bar.js'
import { findStep, useFind } from './chat/find/use-find.js'
import { selectedRange } from './chat/transcript/selected-range.js'
import { beginEditing } from './chat/transcript/use-editing.js'
import { plainAnswer } from './documents/answer-words.js'
import { openModelMenu } from './models/model-menu.js'
import { closePalette, openPalette } from './palette/use-palette.js'
import { currentOrder } from './sidebar/current-order.js'
import { moveToTrash } from './sidebar/move-to-trash.js'
import { openFromSidebar } from './sidebar/open-from-sidebar.js'
import { archive, openAlone, pin } from './sidebar/order-actions.js'
import { searchField } from './sidebar/search-field.js'
import { pickDocuments } from './stores/adding-files.js'
import { compareVersions } from './stores/comparison.js'
import { findConversation } from './stores/conversation-list.js'
import {
  isReplying,
  isTrashOpen,
  openInNewWindow,
  openNeighbour,
  openNextPassage,
  showPlace,
  stopReply,
  useConversations,
} from './stores/conversations.js'
import { documentsById } from './stores/documents.js'
import { findDoubts } from './stores/doubts.js'
import { addFolder } from './stores/folders.js'
import { exportAll, exportConversation, previewImport, printConversation } from './stores/history.js'
import { addModel, chooseModel, unloadModel } from './stores/models.js'
import { allOf } from './stores/order.js'
import { answerNow, continueReply, regenerateReply } from './stores/replies.js'
import { beginSigning, checkReply } from './stores/reviews.js'
import { useSelection } from './stores/selection.js'
import { openSettings } from './stores/settings.js'
import { beginTemporary } from './stores/temporary.js'
import { isBeingMade, lastEditable } from './stores/transcript.js'
import { redoNewest, undoNewest } from './stores/undo.js'
import { showVersions } from './stores/versions.js'
import {
  changeTextScale,
  changeView,
  chooseFolderFor,
  closeDialogs,
  closePanels,
  copyText,
  notify,
  runAppCommand,
  setConversationSettingsOpen,
  showDataFolder,
  showPrompt,
  showSidebar,
  showWhatsNew,
  startRenaming,
  toggleSidebar,
} from './stores/view.js'
import { showTasks } from './tasks/use-task-dialog.js'
import { drawThenFocus } from './ui/focus.js'

/** Runs a command of the native menu. */
export function runMenuCommand(command: MenuCommand): void {
  const { openId, conversations } = useConversations.getState()
  const isListed = findConversation(conversations, openId) !== undefined
  const isTrashed = openId !== null && !isListed
  flushSync(closePalette)
  const place = readOpenCommand(command)
  if (place !== undefined) openPlace(place)
  // From the palette; the menu's own go to main.
  if (isAppCommand(command)) runAppCommand(command)
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
    case 'find':
      showFindIn(openId)
      return
    case 'find-selection':
      showFindIn(openId, selectedWords())
      return
    case 'find-next':
      findNext(1)
      return
    case 'find-previous':
      findNext(-1)
      return
    case 'palette':
      openPalette('commands')
      return
    case 'go-to-message':
      openPalette('messages')
      return
    case 'whats-new':
      flushSync(closeDialogs)
      showWhatsNew(true)
      return
    case 'shortcuts':
      openPalette('shortcuts')
      return
    case 'settings':
      openSettings()
      return
    case 'show-data':
      showDataFolder()
      return
    case 'save-pdf':
      if (openId) void exportConversation(openId, 'pdf')
      return
    case 'print':
      if (openId) void printConversation(openId)
      return
    case 'copy-markdown':
      void copySelection()
      return
    case 'quote-selection':
      if (!isTrashed) quoteInReply(selectedMarkdown())
      return
    case 'tasks':
      if (isTrashed) return
      flushSync(closeDialogs)
      showTasks({ shows: 'all' })
      return
    case 'edit-last':
      editLast()
      return
    case 'regenerate':
      withLastReply(regenerateReply)
      return
    case 'continue-reply':
      withLastReply(continueReply)
      return
    case 'sign-off':
      reviewLast((last) => !last.signOff && beginSigning(last.id))
      return
    case 'check-reply':
      reviewLast((last) => checkReply(last.id))
      return
    case 'mark-doubts':
      reviewLast((last) => void findDoubts(last.id, last.text))
      return
    case 'compare-versions':
      compareLast()
      return
    case 'import':
      flushSync(closeDialogs)
      void previewImport()
      return
    case 'open-in-window':
      if (openId && isListed) openInNewWindow(openId)
      return
    case 'open-beside':
      if (openId && isListed) openInNewWindow(openId, true)
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
    case 'all-versions':
      flushSync(closeDialogs)
      if (openId && isListed) void showVersions(openId)
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

/** Opens a conversation by its place in the sidebar, from 1. */
function openPlace(place: number): void {
  const conversation = currentOrder()[place - 1]
  if (conversation) openFromSidebar(() => openAlone(conversation.id))
}

/** Without an open conversation there is none to find anything in. */
function showFindIn(openId: string | null, query?: string): void {
  closeDialogs()
  if (openId === null) runMenuCommand('search')
  else if (query !== '') showFind(query)
}

/** Shows the next place in the conversation, or the next passage of the search. Without either, begins to find. */
function findNext(step: 1 | -1): void {
  const { openId, query } = useConversations.getState()
  const { isOpen, query: sought } = useFind.getState()
  if (isOpen || (sought !== '' && query.trim() === '')) findStep(step)
  else if (query.trim() === '') showFindIn(openId)
  else openNextPassage(step)
}

const selectedWords = () => String(document.getSelection() ?? '').trim()

function selectedMarkdown(): string {
  const range = selectedRange()
  return range ? selectionMarkdown(range) : ''
}

/** What is selected, else the last reply. */
async function copySelection(): Promise<void> {
  const markdown = selectedMarkdown()
  if (markdown === '') await copyLastReply()
  else await copyText(markdown).catch(() => {}) // copyText reports it
}

function lastReply(has: (text: string) => boolean = () => true) {
  const { transcript } = useConversations.getState()
  const replies = transcript?.order.map((id) => transcript.messages[id]) ?? []
  const last = replies.findLast((message) => message?.role === 'assistant' && has(message.text))
  return last?.role === 'assistant' ? last : undefined
}

async function copyLastReply(): Promise<void> {
  const last = lastReply((text) => text !== '')
  if (!last) return
  await copyText(plainAnswer(last, documentsById()), 'markdown').then(
    () => notify({ message: 'Reply copied' }),
    () => {}, // copyText reports it
  )
}

function reviewLast(act: (reply: AssistantMessage) => void): void {
  const last = lastReply((text) => text !== '')
  if (last && !isBeingMade(last) && !isTrashOpen(useConversations.getState())) act(last)
}

/** While a reply runs, and in the Trash, no message changes. */
function withLastReply(act: (messageId: string) => void): void {
  const state = useConversations.getState()
  const last = lastReply()
  if (!last || isReplying(state) || !findConversation(state.conversations, state.openId)) return
  act(last.id)
  focusComposer()
}

/** Of the last reply that has any. */
function compareLast(): void {
  const { transcript } = useConversations.getState()
  const replies = transcript?.order.map((id) => transcript.messages[id]) ?? []
  const last = replies.findLast((message) => message?.role === 'assistant' && message.versions)
  closeDialogs()
  if (last?.role === 'assistant') void compareVersions(last)
  else notify({ message: 'No reply here has a second version. Regenerate one to compare.' })
}

function editLast(): void {
  const state = useConversations.getState()
  const question = isReplying(state) ? undefined : lastEditable(state.transcript)
  if (question !== undefined) beginEditing(question, composerField)
}
