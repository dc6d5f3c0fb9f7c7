import './ui/tokens.css'
import './ui/base.css'
import { App } from './app.js'
import { beforeClosing } from './before-closing.js'
import { listen, platform } from './bridge.js'
import { drawWindow } from './draw-window.js'
import { runMenuCommand } from './menu-commands.js'
import { takeOpenedFiles } from './stores/adding-files.js'
import { notifyDoneFolds } from './stores/context.js'
import {
  followConversations,
  isListed,
  loadNewDraft,
  openConversation,
  useConversations,
} from './stores/conversations.js'
import { followNewDocuments, setNewDocuments } from './stores/documents.js'
import { followDownloads } from './stores/downloads.js'
import { draftOf, followDrafts, saveDrafts } from './stores/drafts.js'
import { followEarlierMessages } from './stores/earlier-messages.js'
import { saveEdits } from './stores/edits.js'
import { followFolders } from './stores/folders.js'
import { followEngine, followModels, followQueue } from './stores/models.js'
import { followSettings } from './stores/settings.js'
import { followTasks } from './stores/tasks.js'
import { loadView, notifyFromMain, reportError, saveView, textScaleChanged, useView } from './stores/view.js'
import { setTextScale } from './text-scale.js'

const root = document.documentElement

useView.subscribe(({ view }) => {
  setTextScale(view.textScale)
  root.style.setProperty('--sidebar-width', `${view.sidebarWidth}px`)
  root.style.setProperty('--toasts-width', `${view.sidebarWidth - 20}px`)
})
listen('menuCommand', runMenuCommand)
listen('textScaleChanged', textScaleChanged)
listen('openConversation', openConversation)
listen('notice', (notice) => notifyFromMain(notice, platform))
followNewDocuments()
followDrafts()
followEarlierMessages()
beforeClosing(() => {
  saveDrafts()
  saveEdits()
  saveView()
})

const needed = [begin(), loadNewDraft(setNewDocuments), followSettings(), followFolders(), followTasks()].map((step) =>
  step.catch(reportError),
)
// The first picture does not wait for these: main checks the folders of models, which may be on a slow disk.
for (const step of [followModels(), followEngine(), followQueue(), followDownloads()]) step.catch(reportError)
await drawWindow(Promise.all(needed), <App platform={platform} />)
// Now it is known which conversation is open.
listen('filesOpened', () => void takeOpenedFiles())
void takeOpenedFiles()

/** Loads the lists and opens the conversation that was open. */
async function begin(): Promise<void> {
  notifyDoneFolds()
  const [{ conversationId }] = await Promise.all([loadView(), followConversations()])
  if (conversationId === null || !(await isListed(conversationId))) return
  // The window may be shown before this. Do not switch if the user has opened a conversation or typed a message.
  if (useConversations.getState().visits === 0 && !draftOf(null)) openConversation(conversationId)
}
