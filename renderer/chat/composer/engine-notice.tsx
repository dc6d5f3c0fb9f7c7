import { CircleAlert, LoaderCircle, PowerOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { EngineStatus, UnloadReason } from '../../../contract/models.js'
import { loadingWords } from '../../models/loading-words.js'
import { openModelMenu } from '../../models/model-menu.js'
import { problemOf } from '../../models/model-words.js'
import { loadModel, reloadModel, unloadModel, useModels } from '../../stores/models.js'
import { useWantedModel } from '../../stores/wanted-model.js'
import { Button } from '../../ui/button.js'
import { ProgressBar } from '../../ui/progress-bar.js'

const loadingShownAfterMs = 1_500

/** A notice above the composer while the model is not ready. */
export function EngineNotice() {
  const status = useModels((state) => state.status)
  const loadedId = useModels(({ choice }) => choice?.loadedId)
  const wanted = useWantedModel()
  const problem = wanted && wanted.id !== loadedId ? problemOf(wanted) : undefined
  const isChanged = wanted?.known?.isChanged === true && wanted.id === loadedId && status.state === 'ready'
  return (
    <div role="status">
      {problem && <Problem words={problem} />}
      {!problem && (isChanged ? <Changed name={wanted.name} /> : noticeOf(status))}
    </div>
  )
}

/** The model of the open conversation can't be loaded. */
function Problem({ words }: { readonly words: string }) {
  return (
    <div className="engine-notice" data-state="failed">
      <CircleAlert />
      <p>{words}</p>
      <Button onClick={openModelMenu}>Choose a model</Button>
    </div>
  )
}

/** Another program has changed the files of the model since. */
function Changed({ name }: { readonly name: string }) {
  return (
    <div className="engine-notice" data-state="changed">
      <CircleAlert />
      <p>The files of {name} have changed since it was loaded. It goes on with the old ones.</p>
      <Button onClick={reloadModel}>Load again</Button>
    </div>
  )
}

function noticeOf(status: EngineStatus) {
  switch (status.state) {
    case 'ready':
      return null
    case 'starting':
    case 'loading':
      return <Loading status={status} />
    case 'restarting':
      return (
        <div className="engine-notice" data-state="restarting">
          <LoaderCircle className="spinning" />
          <p>{status.message}</p>
        </div>
      )
    case 'failed':
      return (
        <div className="engine-notice" data-state="failed">
          <CircleAlert />
          <p>{status.message}</p>
          <Button onClick={openModelMenu}>Choose a model</Button>
          <Button onClick={loadModel}>Try again</Button>
        </div>
      )
    case 'unloaded':
      return (
        <div className="engine-notice" data-state="unloaded">
          <PowerOff />
          <p>{unloadedBecause(status.reason)} It loads when you send a message.</p>
          <Button onClick={loadModel}>Load</Button>
        </div>
      )
  }
}

function unloadedBecause(reason: UnloadReason | undefined): string {
  switch (reason) {
    case undefined:
      return 'The model is not loaded.'
    case 'idle':
      return 'The model was not used for a while, so its memory is free.'
    case 'memory':
      return 'The memory ran short, so the model was unloaded.'
  }
}

/** Shown only when loading takes longer than `loadingShownAfterMs`. */
function Loading({ status }: { readonly status: Extract<EngineStatus, { state: 'starting' | 'loading' }> }) {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), loadingShownAfterMs)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown) return null
  const fraction = status.state === 'loading' ? status.doneBytes / Math.max(1, status.totalBytes) : undefined
  const words = status.state === 'loading' ? loadingWords(status.doneBytes, status.totalBytes) : undefined
  return (
    <div className="engine-notice" data-state="loading">
      <LoaderCircle className="spinning" />
      <p className="number" aria-live="off">
        {words === undefined ? 'Loading the model' : `Loading the model: ${words}`}. You can already write.
      </p>
      <div className="engine-notice-progress" aria-live="off">
        <ProgressBar label="Loading the model" value={fraction} words={words} />
      </div>
      <Button onClick={unloadModel}>Cancel</Button>
    </div>
  )
}
