import './document-card.css'
import { CircleAlert, FileText } from 'lucide-react'
import { memo } from 'react'
import type { AddedDocument, DocumentJob } from '../../contract/documents.js'
import { Versions } from '../chat/transcript/versions.js'
import { useConversations } from '../stores/conversations.js'
import { CopyMessage } from '../ui/copy-message.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { describeDocument, readingShare } from './document-words.js'
import { optionsWords } from './form-words.js'
import { JobAccount } from './job-account.js'
import { JobControls, RepeatControls } from './job-controls.js'
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
  const form = optionsWords(job.options)
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
            <p className="document-form" title={form}>
              {form}
            </p>
            {document && <p className="number">{describeDocument(document)}</p>}
          </div>
          <div className="document-controls">
            <JobControls job={job} />
          </div>
        </header>
        <JobProgress job={job} document={document} />
        {job.error && <Failure job={job} />}
        {job.summary.length > 0 && <Summary job={job} />}
        {!isOver && job.state !== 'paused' && job.summary.length === 0 && <Skeleton />}
        <JobAccount job={job} document={document} />
        {isOver && (
          <footer className="document-foot">
            <RepeatControls messageId={messageId} job={job} />
            <Versions versions={versions} />
            {isDone && <CopyMessage text={summaryText(job)} />}
          </footer>
        )}
      </div>
    </article>
  )
})

const Skeleton = () => (
  <div className="summary-skeleton" aria-hidden="true">
    <i />
    <i />
    <i />
  </div>
)

interface JobProgressProps {
  readonly job: DocumentJob
  readonly document: AddedDocument | undefined
}

function JobProgress({ job, document }: JobProgressProps) {
  if (job.state === 'done' || job.state === 'failed') return null
  const words = describeProgress(job, document)
  const share = progressOf(job) ?? (document && readingShare(document))
  if (job.state === 'cancelled') return <p className="document-progress">{words}</p>
  return (
    <div className="document-progress number">
      <ProgressBar label="Summary" value={share} words={words} isPaused={job.state === 'paused'} />
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
