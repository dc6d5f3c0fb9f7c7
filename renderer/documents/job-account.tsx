import { useEffect, useState } from 'react'
import type { AddedDocument, DocumentJob, PageMark } from '../../contract/documents.js'
import { readPageMarks } from '../stores/documents.js'
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
  if (job.pages.length === 0 || job.state === 'failed') return null
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
  const [known, setKnown] = useState<{ readonly id: string; readonly marks: readonly PageMark[] }>()
  const isDone = state === 'done'
  useEffect(() => {
    if (!isDone) return
    let isWanted = true
    readPageMarks(id).then((marks) => isWanted && setKnown({ id, marks }), reportError)
    return () => {
      isWanted = false
    }
  }, [id, isDone])
  if (isDone && known?.id === id) return known.marks
  return pages.map((page) => (page === 'read' ? 'seen' : page))
}
