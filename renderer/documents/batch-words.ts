import { type Batch, type BatchSource, countRows } from '../../contract/batch.js'
import { type AddedDocument, isTableKind } from '../../contract/documents.js'
import { formatNumber, plural } from '../ui/words.js'

type Attached = Pick<AddedDocument, 'name' | 'kind' | 'state'>

/** What a prompt can be asked about separately: two or more documents, or the rows of the only one. */
export function separable(attached: readonly Attached[]): BatchSource | undefined {
  const [first] = attached
  if (attached.length > 1) return 'documents'
  return first && isTableKind(first.kind) ? 'table' : undefined
}

/** What "Ask each separately" does, for its tip. */
export function separateWords(source: BatchSource, attached: readonly Attached[]): string {
  return source === 'documents'
    ? `One answer for each of the ${plural(attached.length, 'document')}, in a table`
    : `One answer for each row of ${attached[0]?.name ?? ''}, in a table`
}

/** "Each of 40 rows" */
export const batchTitle = ({ source, rows }: Pick<Batch, 'source' | 'rows'>): string =>
  `Each of ${plural(rows.length, source === 'documents' ? 'document' : 'row')}`

/** How far it is: "7 of 40, 1 failed". */
export function batchProgress({ rows, state }: Pick<Batch, 'rows' | 'state'>): string {
  const { done, failed } = countRows({ rows })
  const over = `${formatNumber(done + failed)} of ${formatNumber(rows.length)}`
  const facts = [stateWords[state], over, failed > 0 && `${formatNumber(failed)} failed`]
  return facts.filter(Boolean).join(', ')
}

const stateWords: Readonly<Record<Batch['state'], string>> = {
  running: '',
  paused: 'Paused',
  cancelled: 'Cancelled',
  failed: 'Stopped',
  done: '',
}
