import { Search } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { focusComposer } from '../chat/composer-field.js'
import { search, useConversations } from '../stores/conversations.js'

let field: HTMLInputElement | null = null

export function focusSearch(): void {
  field?.focus()
  field?.select()
}

export function SearchField({ platform }: { readonly platform: string }) {
  const query = useConversations((state) => state.query)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      if (query) search('')
      else focusComposer()
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      event.currentTarget.closest('nav')?.querySelector<HTMLElement>('[data-row]')?.focus()
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
