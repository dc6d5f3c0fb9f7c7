import './document-card.css'
import { CircleAlert, FileText, Pause, Play, RotateCcw, X } from 'lucide-react'
import { memo, useContext } from 'react'
import type { AddedDocument, DocumentJob } from '../../contract/documents.js'
import { Versions } from '../chat/transcript/versions.js'
import { useConversations } from '../stores/conversations.js'
import { cancelJob, pauseJob, repeatJob, resumeJob } from '../stores/documents.js'
import { Button } from '../ui/button.js'
import { CopyMessage } from '../ui/copy-message.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { ReadOnlyContext } from '../ui/read-only.js'
import { AccountStrip } from './account-strip.js'
import { describeDocument } from './document-words.js'
import { describeProgress, progressOf, summaryText } from './job-words.js'
import { Summary } from './summary.js'

export function DocumentCard({ messageId, jobId }: { readonly messageId: string; readonly jobId: string }) {
  const job = useConversations(({ transcript }) => transcript?.jobs[jobId])
  const document = useConversations(({ transcript }) => transcript?.documents[job?.documentId ?? ''])
  return job ? <Card messageId={messageId} job={job} document={document} /> : null
}

interface CardProps {
  readonly messageId: string
  readonly job: DocumentJob
  readonly document: AddedDocument | undefined
}

const Card = memo(({ messageId, job, document }: CardProps) => {
  const isDone = job.state === 'done'
  const isOver = isDone || job.state === 'failed' || job.state === 'cancelled'
  const versions = useConversations(({ transcript }) => transcript?.messages[messageId]?.versions)
  return (
    <article
      className="message document"
      data-message={messageId}
      aria-label={`Summary of ${job.name}`}
      aria-busy={!isOver}
    >
      <div className="document-card">
        <header className="document-head">
          <span className="document-icon">
            <FileText />
          </span>
          <div className="document-title">
            <h2 title={job.name}>{job.name}</h2>
            {document && <p className="number">{describeDocument(document)}</p>}
          </div>
          <Controls job={job} messageId={messageId} />
        </header>
        <JobProgress job={job} document={document} />
        {job.error && <Failure job={job} />}
        {job.summary.length > 0 && <Summary job={job} />}
        {job.pages.length > 0 && (isDone || job.summary.length > 0) && (
          <AccountStrip documentId={job.documentId} pages={job.pages} />
        )}
        {isDone && (
          <footer className="document-foot">
            <div className="document-account">
              {job.account && <p>{job.account}</p>}
              {document?.remarks.map((remark) => (
                <p key={remark}>{remark}</p>
              ))}
            </div>
            <Versions versions={versions} />
            <CopyMessage text={summaryText(job)} />
          </footer>
        )}
      </div>
    </article>
  )
})

function Controls({ job, messageId }: { readonly job: DocumentJob; readonly messageId: string }) {
  const isReadOnly = useContext(ReadOnlyContext)
  // A retry cannot fix the content of the file.
  if (isReadOnly || job.error?.code.startsWith('document-')) return null
  switch (job.state) {
    case 'done':
      return (
        <Button onClick={() => repeatJob(messageId)}>
          <RotateCcw />
          Do it again
        </Button>
      )
    case 'cancelled':
    case 'failed':
      return <ResumeButton job={job} />
    case 'paused':
      return (
        <>
          <ResumeButton job={job} />
          <CancelButton job={job} />
        </>
      )
    default:
      return (
        <>
          <Button onClick={() => pauseJob(job.id)}>
            <Pause />
            Pause
          </Button>
          <CancelButton job={job} />
        </>
      )
  }
}

const ResumeButton = ({ job }: { readonly job: DocumentJob }) => (
  <Button onClick={() => resumeJob(job.id)}>
    <Play />
    Resume
  </Button>
)

const CancelButton = ({ job }: { readonly job: DocumentJob }) => (
  <Button onClick={() => cancelJob(job.id)}>
    <X />
    Cancel
  </Button>
)

interface JobProgressProps {
  readonly job: DocumentJob
  readonly document: AddedDocument | undefined
}

function JobProgress({ job, document }: JobProgressProps) {
  if (job.state === 'done' || job.state === 'failed') return null
  const words = describeProgress(job, document)
  if (job.state === 'cancelled') return <p className="document-progress">{words}</p>
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
