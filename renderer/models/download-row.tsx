import './download-row.css'
import type { ModelDownload } from '../../contract/downloads.js'
import { cancelDownload, pauseDownload, resumeDownload } from '../stores/downloads.js'
import { chooseModel } from '../stores/models.js'
import { Button } from '../ui/button.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { downloadNote, downloadWords } from './download-words.js'

/** One download: its progress, and what can be done with it. */
export function DownloadRow({ download }: { readonly download: ModelDownload }) {
  const { name, doneBytes, totalBytes, status } = download
  const { state } = status
  const words = downloadWords(download)
  const note = downloadNote(download)
  return (
    <section className="download-row" aria-label={`Download of ${name}`}>
      <div className="download-row-head">
        <strong className="download-row-name">{name}</strong>
        <Actions download={download} />
      </div>
      {state !== 'done' && (
        <ProgressBar
          label={`Downloading ${name}`}
          value={totalBytes > 0 ? doneBytes / totalBytes : undefined}
          words={words}
          isPaused={state !== 'running' && state !== 'checking'}
        />
      )}
      <p className="download-row-words number" role={state === 'failed' || state === 'waiting' ? 'status' : undefined}>
        {words}
      </p>
      {note && <p className="download-row-note">{note}</p>}
    </section>
  )
}

function Actions({ download }: { readonly download: ModelDownload }) {
  const { status } = download
  if (status.state === 'done') {
    return (
      <Button kind="primary" onClick={() => chooseModel(status.modelId)}>
        Use it now
      </Button>
    )
  }
  const isStopped = status.state === 'paused' || status.state === 'failed'
  return (
    <>
      {isStopped ? (
        <Button onClick={() => resumeDownload(download)}>{status.state === 'failed' ? 'Try again' : 'Resume'}</Button>
      ) : (
        <Button onClick={() => pauseDownload(download)}>Pause</Button>
      )}
      <Button kind="quiet" onClick={() => cancelDownload(download)}>
        Cancel
      </Button>
    </>
  )
}
