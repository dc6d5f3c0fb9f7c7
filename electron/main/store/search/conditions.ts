import { type SearchFilters, startOf } from '../../../../contract/search-query.js'
import type { Database } from '../database.js'
import { foldedForm } from './fold.js'

/** Conditions of SQL, without values of their own, so that they fit into any statement. */
export interface SearchConditions {
  /** On `conversations`. */
  readonly conversation: string
  /** On `messages`. */
  readonly message: string
  /** On the time of a title's conversation. */
  readonly title: string
}

export const noConditions: SearchConditions = { conversation: 'TRUE', message: 'TRUE', title: 'TRUE' }

/** Makes the conditions of filters. A folder that does not exist finds nothing. */
export function createConditions(db: Database): (filters: SearchFilters) => SearchConditions {
  const folders = db.prepare<{ id: string; name: string; parent_id: string | null }>(
    'SELECT id, name, parent_id FROM folders',
  )
  /** Folders whose name begins so, and the folders in them. */
  const idsOf = (beginning: string): readonly string[] => {
    const all = folders.all()
    const named = all.filter(({ name }) => foldedForm(name).startsWith(foldedForm(beginning))).map(({ id }) => id)
    return all.filter(({ id, parent_id }) => named.includes(id) || named.includes(parent_id ?? '')).map(({ id }) => id)
  }
  const between = (column: string, { after, before }: SearchFilters): readonly string[] => [
    ...timeCondition(column, '>=', after),
    ...timeCondition(column, '<', before),
  ]
  return (filters) => ({
    conversation: every([
      // Ids are letters, digits and dashes (requests/arguments.ts); the quotes are doubled all the same.
      ...(filters.in === undefined ? [] : [`conversations.folder_id IN (${idsOf(filters.in).map(quoted).join(', ')})`]),
      ...(filters.has ? ['EXISTS (SELECT 1 FROM documents WHERE documents.conversation_id = conversations.id)'] : []),
    ]),
    message: every([
      ...between('messages.created_at', filters),
      ...(filters.model === undefined ? [] : [`instr(lower(messages.model), lower(${quoted(filters.model)})) > 0`]),
      ...(filters.from ? [`messages.role = '${filters.from === 'me' ? 'user' : 'assistant'}'`] : []),
    ]),
    title: every([...between('updated_at', filters), ...(filters.from || filters.model ? ['FALSE'] : [])]),
  })
}

function timeCondition(column: string, comparison: '>=' | '<', date: string | undefined): readonly string[] {
  const time = date === undefined ? undefined : startOf(date)
  return time === undefined ? [] : [`${column} ${comparison} ${time}`]
}

const every = (conditions: readonly string[]) => (conditions.length === 0 ? 'TRUE' : conditions.join(' AND '))

const quoted = (id: string) => `'${id.replaceAll("'", "''")}'`
