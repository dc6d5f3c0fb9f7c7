import './draw-window.css'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { platform } from './bridge.js'
import { Button } from './ui/button.js'
import { ErrorBoundary } from './ui/error-boundary.js'

const longestBlankMs = 1_000

/** Draws a window when `begun` has what its first picture shows: a main process that is slow must not leave it empty. */
export async function drawWindow(begun: Promise<unknown>, content: ReactNode): Promise<void> {
  document.documentElement.dataset.platform = platform
  document.body.dataset.platform = platform
  const element = document.getElementById('root')
  if (!element) throw new Error('The page has no #root')
  const root = createRoot(element)
  await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, longestBlankMs))])
  root.render(<ErrorBoundary fallback={(error) => <Failed error={error} />}>{content}</ErrorBoundary>)
}

function Failed({ error }: { readonly error: Error }) {
  return (
    <div className="window-failed" role="alert">
      <h1>The window could not be drawn</h1>
      <p>Your conversations are safe. {error.message}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        Draw it again
      </Button>
    </div>
  )
}
