import { CircleAlert, LoaderCircle } from 'lucide-react'
import { useEffect, useState } from 'react'
import { restartEngine, useModels } from '../stores/models.js'
import { Button } from '../ui/button.js'
import { ProgressBar } from '../ui/progress-bar.js'

const loadingShownAfterMs = 1_500

/** Above the composer: what the engine does when it is not simply there. */
export function EngineNotice() {
  const status = useModels((state) => state.status)
  return (
    <div role="status">
      {(status.state === 'restarting' || status.state === 'failed') && (
        <div className="engine-notice" data-state={status.state}>
          {status.state === 'failed' ? <CircleAlert /> : <LoaderCircle className="spinning" />}
          <p>{status.message}</p>
          {status.state === 'failed' && <Button onClick={restartEngine}>Try again</Button>}
        </div>
      )}
      {(status.state === 'starting' || status.state === 'loading') && (
        <Loading part={status.state === 'loading' ? status.doneBytes / Math.max(1, status.totalBytes) : undefined} />
      )}
    </div>
  )
}

/** Only when it takes a while. */
function Loading({ part }: { readonly part: number | undefined }) {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), loadingShownAfterMs)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown) return null
  return (
    <div className="engine-notice" data-state="loading">
      <LoaderCircle className="spinning" />
      <p>The model is loading. You can write meanwhile.</p>
      <div className="engine-notice-progress" aria-live="off">
        <ProgressBar label="Loading the model" value={part} />
      </div>
    </div>
  )
}
