import { useEffect, useState } from 'react'
import type { AddedDocument, DocumentJob } from '../../contract/documents.js'
import { knownMarks, readPageMarks } from '../stores/page-marks.js'
import { reportError } from '../stores/view.js'
import { AccountStrip } from './account-strip.js'
import { Notes } from './job-notes.js'
import type { StripMark } from './page-groups.js'

interface JobAccountProps {
  readonly job: DocumentJob
  readonly document: AddedDocument | undefined
}

/** What was read of a document, and what its summary rests on. */
export function JobAccount({ job, document }: JobAccountProps) {
  const marks = useMarks(job)
  if (job.pages.length === 0) return null
  const isDone = job.state === 'done'
  return (
    <>
      <AccountStrip documentId={job.documentId} pages={marks} />
      {isDone && (
        <div className="document-account">
          {job.account && <p>{job.account}</p>}
          {document?.remarks.map((remark) => (
            <p key={remark}>{remark}</p>
          ))}
          <Notes key={job.id} job={job} />
        </div>
      )}
    </>
  )
}

/** Before the summary is finished a page is only read or not. */
function useMarks({ id, state, pages }: DocumentJob): readonly StripMark[] {
  const [, setRead] = useState<string>()
  const isDone = state === 'done'
  const marks = isDone ? knownMarks(id) : undefined
  const isMissing = isDone && marks === undefined
  useEffect(() => {
    if (isMissing) readPageMarks(id).then(() => setRead(id), reportError)
  }, [id, isMissing])
  return marks ?? pages.map((page) => (page === 'read' ? 'seen' : page))
}
