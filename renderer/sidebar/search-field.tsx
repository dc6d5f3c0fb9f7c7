import { Search } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { focusComposer } from '../chat/composer/composer-field.js'
import { isSearchDone, search, useConversations } from '../stores/conversations.js'
import { useView } from '../stores/view.js'

const firstRow = (input: HTMLElement) => input.closest('nav')?.querySelector<HTMLElement>('[data-row]')

let field: HTMLInputElement | null = null

export const searchField = () => field

export function SearchField({ platform }: { readonly platform: string }) {
  const query = useConversations((state) => state.query)
  const isDone = useConversations(isSearchDone)
  /** What to do with the first row when the results are there: people press the key before. */
  const waiting = useRef<((row: HTMLElement) => void) | null>(null)
  const withFirstRow = (act: (row: HTMLElement) => void) => {
    const row = field && firstRow(field)
    if (!isSearchDone(useConversations.getState())) waiting.current = act
    else if (row) act(row)
  }
  useLayoutEffect(() => {
    const { current: act } = waiting
    if (!isDone || !act) return
    waiting.current = null
    const row = field && firstRow(field)
    if (row && document.activeElement === field) act(row)
  }, [isDone])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    waiting.current = null
    // When the sidebar covers the window, Escape closes it: the window handles that key.
    const closesOverlay = query === '' && useView.getState().isOverlayOpen
    if (event.key === 'Escape' && !closesOverlay) {
      event.preventDefault()
      event.stopPropagation()
      if (query) search('')
      else focusComposer()
    }
    if (event.key === 'Enter' && query.trim() !== '') {
      event.preventDefault()
      withFirstRow((row) => row.click())
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      withFirstRow((row) => row.focus())
    }
  }
  return (
    <div className="search-field">
      <Search strokeWidth={1.5} />
      <input
        ref={(element) => {
          field = element
        }}
        type="search"
        aria-label="Search conversations"
        placeholder="Search"
        title={platform === 'darwin' ? 'Search conversations (⇧⌘F)' : 'Search conversations (Ctrl+Shift+F)'}
        value={query}
        spellCheck={false}
        onChange={(event) => search(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
