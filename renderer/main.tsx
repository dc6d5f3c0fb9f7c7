import './ui/tokens.css'
import './ui/base.css'
import { App } from './app.js'
import { listen, platform } from './bridge.js'
import { drawWindow } from './draw-window.js'
import { runMenuCommand } from './menu-commands.js'
import { tellFolds } from './stores/context.js'
import { followConversations, loadNewDraft, openConversation, useConversations } from './stores/conversations.js'
import { saveDrafts } from './stores/drafts.js'
import { followEngine, followModels, followQueue } from './stores/models.js'
import { followSettings } from './stores/settings.js'
import { loadView, notify, reportError, saveView, useView } from './stores/view.js'

const root = document.documentElement

useView.subscribe(({ view }) => {
  root.style.setProperty('--text-scale', String(view.textScale / 100))
  root.style.setProperty('--toasts-width', `${view.sidebarWidth - 20}px`)
})
listen('menuCommand', runMenuCommand)
listen('notice', notify)
window.addEventListener('pagehide', () => {
  saveDrafts()
  saveView()
})

await drawWindow(
  Promise.all([begin().catch(reportError), loadNewDraft().catch(reportError)]),
  <App platform={platform} />,
)
followEngine().catch(reportError)
followSettings().catch(reportError)
followQueue().catch(reportError)
followModels().catch(reportError)

/** The lists and the conversation that was open, so that the first picture of the window is the right one. */
async function begin(): Promise<void> {
  tellFolds()
  const [{ conversationId }] = await Promise.all([loadView(), followConversations()])
  const { conversations } = useConversations.getState()
  if (conversations.some(({ id }) => id === conversationId)) openConversation(conversationId)
}
