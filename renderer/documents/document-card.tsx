import './document-card.css'
import { CircleAlert, FileText, Pause, Play } from 'lucide-react'
import { memo, useContext } from 'react'
import type { DocumentJob } from '../../contract/documents.js'
import { useConversations } from '../stores/conversations.js'
import { pauseJob, resumeJob } from '../stores/documents.js'
import { Button } from '../ui/button.js'
import { CopyMessage } from '../ui/copy-message.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { ReadOnlyContext } from '../ui/read-only.js'
import { AccountStrip } from './account-strip.js'
import { describeJob, describeProgress, progressOf, summaryText } from './job-words.js'
import { Summary } from './summary.js'

export function DocumentCard({ messageId, jobId }: { readonly messageId: string; readonly jobId: string }) {
  const job = useConversations(({ transcript }) => transcript?.jobs[jobId])
  return job ? <Card messageId={messageId} job={job} /> : null
}

const Card = memo(({ messageId, job }: { readonly messageId: string; readonly job: DocumentJob }) => {
  const isDone = job.state === 'done'
  return (
    <article
      className="message document"
      data-message={messageId}
      aria-label={`Summary of ${job.name}`}
      aria-busy={!isDone && job.state !== 'failed'}
    >
      <div className="document-card">
        <header className="document-head">
          <span className="document-icon">
            <FileText />
          </span>
          <div className="document-title">
            <h2 title={job.name}>{job.name}</h2>
            <p className="number">{describeJob(job)}</p>
          </div>
          <Control job={job} />
        </header>
        <JobProgress job={job} />
        {job.error && <Failure job={job} />}
        {job.summary.length > 0 && <Summary job={job} />}
        {job.pages.length > 0 && (isDone || job.summary.length > 0) && (
          <AccountStrip jobId={job.id} pages={job.pages} />
        )}
        {isDone && (
          <footer className="document-foot">
            <div className="document-account">
              {job.account && <p>{job.account}</p>}
              {job.remarks.map((remark) => (
                <p key={remark}>{remark}</p>
              ))}
            </div>
            <CopyMessage text={summaryText(job)} />
          </footer>
        )}
      </div>
    </article>
  )
})

function Control({ job }: { readonly job: DocumentJob }) {
  const isReadOnly = useContext(ReadOnlyContext)
  // A retry cannot fix the content of the file.
  if (isReadOnly || job.state === 'done' || job.error?.code.startsWith('document-')) return null
  if (job.state === 'paused' || job.state === 'failed') {
    return (
      <Button onClick={() => resumeJob(job.id)}>
        <Play />
        Resume
      </Button>
    )
  }
  return (
    <Button onClick={() => pauseJob(job.id)}>
      <Pause />
      Pause
    </Button>
  )
}

function JobProgress({ job }: { readonly job: DocumentJob }) {
  if (job.state === 'done' || job.state === 'failed') return null
  const words = describeProgress(job)
  return (
    <div className="document-progress number">
      <ProgressBar label="Summary" value={progressOf(job)} words={words} isPaused={job.state === 'paused'} />
      <p data-part="progress">{words}</p>
    </div>
  )
}

function Failure({ job }: { readonly job: DocumentJob }) {
  return (
    <div className="document-failure" role="alert">
      <CircleAlert />
      <p>{job.error?.message}</p>
    </div>
  )
}
