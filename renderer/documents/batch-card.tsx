import './batch-card.css'
import { CircleAlert, Download, Pause, Play, RotateCcw, Rows3, X } from 'lucide-react'
import { useContext } from 'react'
import { type Batch, countRows } from '../../contract/batch.js'
import { batchTable } from '../../contract/batch-table.js'
import { cancelBatch, pauseBatch, resumeBatch, retryBatch, saveBatch } from '../stores/batches.js'
import { useConversations } from '../stores/conversations.js'
import { Button } from '../ui/button.js'
import { CopyMessage } from '../ui/copy-message.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { ReadOnlyContext } from '../ui/read-only.js'
import { firstWords } from '../ui/words.js'
import { BatchRows } from './batch-rows.js'
import { batchProgress, batchTitle } from './batch-words.js'

interface BatchCardProps {
  readonly messageId: string
  readonly prompt: string
}

/** The answers to one prompt that was asked about each of several documents, or each row of a table. */
export function BatchCard({ messageId, prompt }: BatchCardProps) {
  const batch = useConversations(({ transcript }) => transcript?.batches[messageId])
  if (!batch) return null
  return (
    <article
      className="batch"
      aria-label={`Batch of ${firstWords(prompt)}`}
      aria-busy={batch.state === 'running'}
      data-state={batch.state}
    >
      <div className="document-card">
        <header className="document-head">
          <span className="document-icon">
            <Rows3 />
          </span>
          <div className="document-title">
            <h2>{batchTitle(batch)}</h2>
            <p className="number" data-part="progress">
              {batchProgress(batch)}
            </p>
          </div>
          <Controls batch={batch} />
        </header>
        {batch.state !== 'done' && <Progress batch={batch} />}
        {batch.error && (
          <div className="document-failure" role="alert">
            <CircleAlert />
            <p>{batch.error.message}</p>
          </div>
        )}
        <BatchRows batch={batch} />
        <Footer batch={batch} />
      </div>
    </article>
  )
}

function Progress({ batch }: { readonly batch: Batch }) {
  const { done, failed } = countRows(batch)
  const share = (done + failed) / batch.rows.length
  const isPaused = batch.state !== 'running'
  return <ProgressBar label="Batch" value={share} words={batchProgress(batch)} isPaused={isPaused} />
}

function Controls({ batch: { messageId, state } }: { readonly batch: Batch }) {
  const isReadOnly = useContext(ReadOnlyContext)
  if (isReadOnly || state === 'done') return null
  return (
    <>
      {state === 'running' ? (
        <Button onClick={() => pauseBatch(messageId)}>
          <Pause />
          Pause
        </Button>
      ) : (
        <Button onClick={() => resumeBatch(messageId)}>
          <Play />
          Resume
        </Button>
      )}
      {state !== 'cancelled' && (
        <Button onClick={() => cancelBatch(messageId)}>
          <X />
          Cancel
        </Button>
      )}
    </>
  )
}

function Footer({ batch }: { readonly batch: Batch }) {
  const isReadOnly = useContext(ReadOnlyContext)
  const { messageId } = batch
  const { done, failed } = countRows(batch)
  if (done + failed === 0) return null
  return (
    <footer className="batch-foot">
      {failed > 0 && !isReadOnly && (
        <Button onClick={() => retryBatch(messageId)}>
          <RotateCcw />
          Try failed again
        </Button>
      )}
      <Button onClick={() => saveBatch(messageId)}>
        <Download />
        Save as CSV…
      </Button>
      <CopyMessage text={() => batchTable(batch)} />
    </footer>
  )
}
