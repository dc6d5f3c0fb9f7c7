import { Check, CircleAlert, CircleDashed, LoaderCircle, type LucideIcon } from 'lucide-react'
import { memo, useId, useRef, useState } from 'react'
import type { Batch, BatchRow, RowState } from '../../contract/batch.js'
import { Markdown } from '../chat/markdown/markdown.js'
import { useConversations } from '../stores/conversations.js'
import { openPage } from '../stores/view.js'
import { Button } from '../ui/button.js'
import { inPlace } from '../ui/in-place.js'
import { useIsNear } from '../ui/use-is-near.js'
import { formatNumber } from '../ui/words.js'
import { PageLink } from './page-link.js'

/** More would take the conversation off the screen. */
const maxRows = 20
/** Of a long table, as many rows are drawn at once when they come near. */
const perStretch = 50

/** The rows of a batch: the first ones and the one that runs, or all. */
export function BatchRows({ batch: { rows, source } }: { readonly batch: Batch }) {
  const [isAll, setAll] = useState(false)
  const id = useId()
  const isLong = rows.length > maxRows
  const starts = Array.from({ length: isAll ? Math.ceil(rows.length / perStretch) : 0 }, (_, at) => at * perStretch)
  const running = isAll ? -1 : rows.findIndex(({ state }) => state === 'running')
  return (
    <div className="batch-rows">
      <table id={id} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">{source === 'documents' ? 'Document' : 'Row'}</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        {isAll ? (
          inPlace(starts, (start) => <Stretch rows={rows} start={start} isTable={source === 'table'} />)
        ) : (
          <tbody>
            {inPlace(rows.slice(0, maxRows), (row, at) => (
              <Row row={row} at={at} isTable={source === 'table'} />
            ))}
            {running >= maxRows && <Row row={rows[running] as BatchRow} at={running} isTable={source === 'table'} />}
          </tbody>
        )}
      </table>
      {isLong && (
        <Button kind="quiet" aria-expanded={isAll} aria-controls={id} onClick={() => setAll(!isAll)}>
          {isAll ? 'Show fewer' : `Show all ${formatNumber(rows.length)}`}
        </Button>
      )}
    </div>
  )
}

interface StretchProps {
  readonly rows: readonly BatchRow[]
  readonly start: number
  readonly isTable: boolean
}

/** Some rows, or a placeholder of about their height. Once drawn, they stay drawn. */
function Stretch({ rows, start, isTable }: StretchProps) {
  const place = useRef<HTMLTableSectionElement>(null)
  const isNear = useIsNear(place)
  const own = rows.slice(start, start + perStretch)
  if (!isNear) {
    const style = { '--rows': own.length } as React.CSSProperties
    return (
      <tbody ref={place} className="batch-place" style={style} aria-hidden="true">
        <tr>
          <td colSpan={2} />
        </tr>
      </tbody>
    )
  }
  return (
    <tbody>
      {inPlace(own, (row, index) => (
        <Row row={row} at={start + index} isTable={isTable} />
      ))}
    </tbody>
  )
}

interface RowProps {
  readonly row: BatchRow
  /** Counts from 0. */
  readonly at: number
  readonly isTable: boolean
}

const icons: Readonly<Record<RowState['state'], LucideIcon>> = {
  waiting: CircleDashed,
  running: LoaderCircle,
  done: Check,
  failed: CircleAlert,
}
const stateNames: Readonly<Record<RowState['state'], string>> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
}

const Row = memo(({ row, at, isTable }: RowProps) => {
  const Icon = icons[row.state]
  return (
    <tr aria-rowindex={at + 2} data-state={row.state}>
      <th scope="row">
        <span className="batch-name">
          <Icon role="img" aria-label={stateNames[row.state]} aria-hidden={false} />
          <span dir="auto" title={row.name}>
            {isTable && <span className="number batch-number">{formatNumber(at + 1)}</span>}
            {isTable ? row.name : <DocumentName row={row} />}
          </span>
        </span>
      </th>
      <td>
        <Answer row={row} />
      </td>
    </tr>
  )
})

/** Opens the document beside the conversation. */
function DocumentName({ row: { name, documentId } }: { readonly row: BatchRow }) {
  const isRead = useConversations(({ transcript }) => transcript?.documents[documentId]?.state === 'read')
  if (!isRead) return name
  return (
    <button type="button" className="batch-open" onClick={() => openPage({ documentId, page: 1 })}>
      {name}
    </button>
  )
}

function Answer({ row }: { readonly row: BatchRow }) {
  switch (row.state) {
    case 'waiting':
      return null
    case 'running':
      return row.text === '' ? <Preparing documentId={row.documentId} /> : <p className="batch-text">{row.text}</p>
    case 'failed':
      return <p className="batch-error">{row.error.message}</p>
    case 'done':
      return (
        <>
          <DoneAnswer text={row.answer} />
          {row.links.length > 0 && (
            <p className="batch-links">
              {row.links.map((link) => (
                <PageLink key={link.page} documentId={row.documentId} page={link.page} passage={link.passage} />
              ))}
            </p>
          )}
        </>
      )
  }
}

function Preparing({ documentId }: { readonly documentId: string }) {
  const state = useConversations(({ transcript }) => transcript?.documents[documentId]?.state)
  return <p className="batch-quiet">{state === 'read' ? 'Asking…' : 'Reading…'}</p>
}

/** About the text of four lines, which are shown first. */
const maxShortLength = 240
const maxShortLines = 4

function DoneAnswer({ text }: { readonly text: string }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const isLong = text.length > maxShortLength || text.split('\n').length > maxShortLines
  return (
    <>
      <div id={id} className="batch-answer" data-clamped={isLong && !isOpen}>
        <Markdown text={text} isFinished />
      </div>
      {isLong && (
        <Button
          kind="quiet"
          className="batch-more"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Less' : 'More'}
        </Button>
      )}
    </>
  )
}
