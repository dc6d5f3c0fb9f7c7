import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { maxFindLength } from '../../../contract/found-places.js'
import { IconButton } from '../../ui/icon-button.js'
import type { Find } from './use-find.js'

/** The field that finds a text in the document, with the number of the place that is shown. */
export function PageFind({ find, onClose }: { readonly find: Find; readonly onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.select(), [])
  const hasNone = (find.found?.places.length ?? 0) === 0
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') find.step(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="page-find">
      <input
        ref={field}
        type="search"
        className="setting-field page-find-field"
        aria-label="Find in document"
        placeholder="Find in document"
        maxLength={maxFindLength}
        value={find.query}
        onChange={(event) => find.setQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className="page-find-count number" role="status">
        {find.words}
      </span>
      <IconButton label="Previous match" size="small" aria-disabled={hasNone} onClick={() => find.step(-1)}>
        <ChevronUp />
      </IconButton>
      <IconButton label="Next match" size="small" aria-disabled={hasNone} onClick={() => find.step(1)}>
        <ChevronDown />
      </IconButton>
      <IconButton label="End the search" size="small" onClick={onClose}>
        <X />
      </IconButton>
    </div>
  )
}
