import { X } from 'lucide-react'
import type { KnownModel } from '../../contract/models.js'
import { type FilterName, filtersInWords, parseQuery, withFilter } from '../../contract/search-query.js'
import { orderHits, search, useConversations } from '../stores/conversations.js'
import { useFolders } from '../stores/folders.js'
import { useModels } from '../stores/models.js'
import { inPlace } from '../ui/in-place.js'
import { Menu, type MenuEntry } from '../ui/menu.js'
import { searchField } from './search-field.js'

const noModels: readonly KnownModel[] = []

/** What limits the search, each a word of the query, and the order of its hits. */
export function SearchFilters() {
  const query = useConversations((state) => state.query)
  const order = useConversations((state) => state.searchOrder)
  const folders = useFolders((state) => state.folders)
  const models = useModels(({ choice }) => choice?.models ?? noModels)
  const parsed = parseQuery(query)
  const set = (name: FilterName, value: string | undefined) => {
    search(withFilter(query, name, value))
    searchField()?.focus()
  }
  const offer = (name: FilterName, value: string, label: string, section: string): readonly MenuEntry[] =>
    parsed.filters[name] === undefined ? [{ id: `${name}:${value}`, label, section, run: () => set(name, value) }] : []
  const now = new Date()
  const month = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`
  const entries: readonly MenuEntry[] = [
    ...offer('after', month, 'This month', 'When'),
    ...offer('after', String(now.getFullYear()), 'This year', 'When'),
    ...offer('before', String(now.getFullYear()), 'Before this year', 'When'),
    ...offer('from', 'me', 'My messages', 'What'),
    ...offer('from', 'model', 'Replies', 'What'),
    ...offer('has', 'document', 'With a document', 'What'),
    ...offer('reasoning', 'yes', 'What models thought, too', 'What'),
    ...models.flatMap(({ name }) => offer('model', name, name, 'From model')),
    ...folders.flatMap(({ name }) => offer('in', name, name, 'In folder')),
  ]
  return (
    <div className="search-filters">
      {inPlace(filtersInWords(parsed), (word) => (
        <button
          type="button"
          className="search-chip"
          aria-label={`Remove ${word}`}
          onClick={() => set(word.slice(0, word.indexOf(':')) as FilterName, undefined)}
        >
          <span dir="auto">{word}</span>
          <X />
        </button>
      ))}
      {entries.length > 0 && (
        <Menu entries={entries}>
          <button type="button" className="search-chip">
            Filter
          </button>
        </Menu>
      )}
      <button
        type="button"
        className="search-chip"
        aria-pressed={order === 'date'}
        onClick={() => orderHits(order === 'date' ? 'rank' : 'date')}
      >
        Newest first
      </button>
    </div>
  )
}
