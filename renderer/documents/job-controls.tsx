import { MessageCircle, Pause, Play, RotateCcw, X } from 'lucide-react'
import { useContext } from 'react'
import type { DocumentJob } from '../../contract/documents.js'
import { focusComposer } from '../chat/composer/composer-field.js'
import { cancelJob, pauseJob, repeatJob, resumeJob } from '../stores/documents.js'
import { Button } from '../ui/button.js'
import { ReadOnlyContext } from '../ui/read-only.js'
import { AnotherForm } from './another-form.js'

interface JobControlsProps {
  readonly messageId: string
  readonly job: DocumentJob
}

/** Beside the name of a document whose summary is not finished. */
export function JobControls({ job }: Pick<JobControlsProps, 'job'>) {
  const isReadOnly = useContext(ReadOnlyContext)
  if (isReadOnly || !canRetry(job)) return null
  switch (job.state) {
    case 'done':
      return null
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

/** Below a summary that is over: makes it again. */
export function RepeatControls({ messageId, job }: JobControlsProps) {
  const isReadOnly = useContext(ReadOnlyContext)
  if (isReadOnly || !canRetry(job)) return null
  return (
    <>
      {job.state === 'done' && (
        <Button onClick={() => repeatJob(messageId)}>
          <RotateCcw />
          Do it again
        </Button>
      )}
      <AnotherForm messageId={messageId} job={job} />
      {job.state === 'done' && (
        <Button onClick={focusComposer}>
          <MessageCircle />
          Ask about it
        </Button>
      )}
    </>
  )
}

/** A retry can't fix the content of the file. */
const canRetry = ({ error }: DocumentJob) => !error?.code.startsWith('document-')

const ResumeButton = ({ job }: Pick<JobControlsProps, 'job'>) => (
  <Button onClick={() => resumeJob(job.id)}>
    <Play />
    Resume
  </Button>
)

const CancelButton = ({ job }: Pick<JobControlsProps, 'job'>) => (
  <Button onClick={() => cancelJob(job.id)}>
    <X />
    Cancel
  </Button>
)
