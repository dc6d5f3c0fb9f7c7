import { useId, useState } from 'react'
import type { DocumentJob, JobNotes, PartNotes } from '../../contract/documents.js'
import { readNotes } from '../stores/documents.js'
import { reportError } from '../stores/view.js'
import { DisclosureButton } from '../ui/disclosure-button.js'
import { inPlace } from '../ui/in-place.js'
import { formatNumber } from '../ui/words.js'
import { PointLink } from './page-link.js'

/** All notes that a summary was made from, part by part, and which of them it uses. */
export function Notes({ job }: { readonly job: DocumentJob }) {
  const [isOpen, setOpen] = useState(false)
  const [notes, setNotes] = useState<JobNotes>()
  const id = useId()
  const toggle = () => {
    setOpen(!isOpen)
    if (!isOpen) readNotes(job.id).then(setNotes, reportError)
  }
  return (
    <div>
      <DisclosureButton isOpen={isOpen} controls={id} onToggle={toggle}>
        All notes
      </DisclosureButton>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long list */}
      <section id={id} className="document-notes" aria-label="Notes" tabIndex={0} hidden={!isOpen} aria-busy={!notes}>
        {notes?.parts.map((part) => (
          <section key={part.part}>
            <h3 className="number">{partWords(part)}</h3>
            <ul dir="auto">
              {inPlace(part.notes, ({ point, isUsed }) => (
                <li data-used={isUsed}>
                  {point.text} <PointLink documentId={job.documentId} point={point} labels={notes.labels} />
                  {!isUsed && <span className="document-note-unused"> not used</span>}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    </div>
  )
}

function partWords({ part, firstPage, lastPage, isByModel }: PartNotes): string {
  const pages =
    firstPage === lastPage
      ? `page ${formatNumber(firstPage)}`
      : `pages ${formatNumber(firstPage)} to ${formatNumber(lastPage)}`
  return `Part ${formatNumber(part)}, ${pages}${isByModel ? '' : ': the model made no note'}`
}
