import './draw-window.css'
import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { platform } from './bridge.js'
import { reportFault, watchFaults } from './faults.js'
import { Button } from './ui/button.js'
import { ErrorBoundary } from './ui/error-boundary.js'

const maxBlankMs = 1_000

/** Renders a window when `loaded` settles, or after `maxBlankMs`, because a slow main process must not leave it blank. */
export async function drawWindow(loaded: Promise<unknown>, content: ReactNode): Promise<void> {
  watchFaults()
  document.documentElement.dataset.platform = platform
  document.body.dataset.platform = platform
  const element = document.getElementById('root')
  if (!element) throw new Error('The page has no #root')
  const root = createRoot(element, {
    onCaughtError(error) {
      console.error(error)
      reportFault(error)
    },
  })
  await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, maxBlankMs))])
  // At once: when this script ends, the page counts as loaded and its window is shown.
  flushSync(() => root.render(<ErrorBoundary fallback={(error) => <Failed error={error} />}>{content}</ErrorBoundary>))
}

function Failed({ error }: { readonly error: Error }) {
  return (
    <div className="window-failed" role="alert">
      <h1>This window could not be shown</h1>
      <p>Your conversations are safe. {error.message}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  )
}
