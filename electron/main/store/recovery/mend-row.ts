import type { Value } from '../database.js'

export type Row = Readonly<Record<string, Value>>

/**
 * Versions of a row that violates a constraint, the one that keeps most first. A message keeps its text when another
 * field of it is damaged, a row of a batch its answer, and a document its pages.
 */
export function* mendRow(table: string, row: Row): Generator<Row> {
  const mended = menders[table]?.(row) ?? row
  if (mended !== row) yield mended
  for (const name of Object.keys(mended)) yield without(mended, [name])
  if (table === 'messages') yield pick(mended, essentials)
}

const essentials = [
  'sequence',
  'id',
  'conversation_id',
  'parent_id',
  'role',
  'created_at',
  'text',
  'reasoning',
  'state',
]
const states: readonly Value[] = ['waiting', 'done', 'stopped', 'failed']
const documentStates: readonly Value[] = ['waiting', 'reading', 'read', 'failed']
const roles: readonly Value[] = ['user', 'assistant', 'document']

function mendMessage(row: Row): Row {
  const role = roles.includes(row.role ?? null) ? row.role : guessRole(row)
  const state = states.includes(row.state ?? null) ? row.state : 'done'
  return {
    ...row,
    role: role ?? 'user',
    state: role === 'assistant' ? (state ?? 'done') : null,
    created_at: typeof row.created_at === 'number' ? row.created_at : 0,
    ...(role !== 'document' && { job_id: null }),
  }
}

function mendBatchRow(row: Row): Row {
  if (typeof row.answer === 'string') return { ...row, state: 'done', error_code: null, error_message: null }
  const state = typeof row.error_code === 'string' ? 'failed' : 'waiting'
  return { ...row, state, answer: null }
}

/** What is not known of a document does not matter as much as its pages, which are lost without it. */
function mendDocument(row: Row): Row {
  const hasError = typeof row.error_code === 'string'
  const known = documentStates.find((each) => each === row.state)
  const state = known ?? (hasError ? 'failed' : 'read')
  return {
    ...row,
    name: typeof row.name === 'string' ? row.name : 'Recovered document',
    kind: typeof row.kind === 'string' ? row.kind : 'text',
    created_at: numberOr0(row.created_at),
    bytes: numberOr0(row.bytes),
    state: state === 'failed' && !hasError ? 'read' : state,
    ...(state !== 'failed' && { error_code: null, error_message: null }),
  }
}

const numberOr0 = (value: Value | undefined) => (typeof value === 'number' ? value : 0)

const menders: Readonly<Record<string, (row: Row) => Row>> = {
  messages: mendMessage,
  batch_rows: mendBatchRow,
  documents: mendDocument,
}

function guessRole(row: Row): Value {
  if (row.job_id !== null && row.job_id !== undefined) return 'document'
  return row.state === null || row.state === undefined ? 'user' : 'assistant'
}

const without = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))

const pick = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))
