import './ui/tokens.css'
import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.js'
import { listen, platform } from './bridge.js'
import { runMenuCommand } from './menu-commands.js'
import { followConversations, loadNewDraft, openConversation, useConversations } from './stores/conversations.js'
import { saveDrafts } from './stores/drafts.js'
import { followEngine, followModels, followQueue } from './stores/models.js'
import { followSettings } from './stores/settings.js'
import { loadView, notify, reportError, saveView, useView } from './stores/view.js'
import { Button } from './ui/button.js'
import { ErrorBoundary } from './ui/error-boundary.js'

const root = document.documentElement
root.dataset.platform = platform
document.body.dataset.platform = platform

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

const longestBlankMs = 1_000
const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
const reactRoot = createRoot(element)

// A main process that is slow to answer must not mean an empty window.
const begun = Promise.all([begin().catch(reportError), loadNewDraft().catch(reportError)])
await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, longestBlankMs))])
reactRoot.render(
  <ErrorBoundary fallback={(error) => <Failed error={error} />}>
    <App platform={platform} />
  </ErrorBoundary>,
)
followEngine().catch(reportError)
followSettings().catch(reportError)
followQueue().catch(reportError)
followModels().catch(reportError)

/** The lists and the conversation that was open, so that the first picture of the window is the right one. */
async function begin(): Promise<void> {
  const [{ conversationId }] = await Promise.all([loadView(), followConversations()])
  const { conversations } = useConversations.getState()
  if (conversations.some(({ id }) => id === conversationId)) openConversation(conversationId)
}

function Failed({ error }: { readonly error: Error }) {
  return (
    <div className="app-failed" role="alert">
      <h1>The window could not be drawn</h1>
      <p>Your conversations are safe. {error.message}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        Draw it again
      </Button>
    </div>
  )
}
