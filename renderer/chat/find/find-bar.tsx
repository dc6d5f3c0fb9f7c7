import './find-bar.css'
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { rememberFocus } from '../../ui/focus.js'
import { IconButton } from '../../ui/icon-button.js'
import { shortcut } from '../../ui/platform.js'
import { formatNumber } from '../../ui/words.js'
import { composerField } from '../composer/composer-field.js'
import { numberOf, totalOf } from './occurrences.js'
import { closeFind, find, findStep, followFind, openFind, useFind } from './use-find.js'

let field: HTMLInputElement | null = null
let returnFocus = () => {}

/** Opens the field, or selects what is in it, and moves the focus there at once. */
export function showFind(query?: string): void {
  if (!useFind.getState().isOpen) returnFocus = rememberFocus(composerField)
  openFind(query)
  field?.focus()
  field?.select()
}

export function FindBar({ platform }: { readonly platform: string }) {
  const isOpen = useFind((state) => state.isOpen)
  useEffect(followFind, [])
  return isOpen ? <OpenBar platform={platform} /> : null
}

function OpenBar({ platform }: { readonly platform: string }) {
  const input = useRef<HTMLInputElement>(null)
  const query = useFind((state) => state.query)
  const total = useFind(({ counts }) => totalOf(counts))
  useLayoutEffect(() => {
    field = input.current
    field?.focus()
    field?.select()
    return () => {
      field = null
    }
  }, [])
  const close = () => {
    closeFind()
    returnFocus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && event.target === input.current) findStep(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className="find-bar" onKeyDown={onKeyDown}>
      <Search strokeWidth={1.5} />
      <input
        ref={input}
        type="search"
        className="find-field"
        aria-label="Find in conversation"
        placeholder="Find"
        spellCheck={false}
        value={query}
        onChange={({ target }) => find(target.value)}
      />
      <Count />
      <IconButton
        label="Previous match"
        shortcut={shortcut(platform, 'command', 'shift', 'G')}
        size="small"
        disabled={total === 0}
        onClick={() => findStep(-1)}
      >
        <ChevronUp />
      </IconButton>
      <IconButton
        label="Next match"
        shortcut={shortcut(platform, 'command', 'G')}
        size="small"
        disabled={total === 0}
        onClick={() => findStep(1)}
      >
        <ChevronDown />
      </IconButton>
      <IconButton label="Close" shortcut={shortcut(platform, 'escape')} size="small" onClick={close}>
        <X />
      </IconButton>
    </search>
  )
}

function Count() {
  const { query, counts, current, isCounting } = useFind()
  const total = totalOf(counts)
  const number = current ? numberOf(counts, current) : undefined
  const words =
    query === '' || isCounting
      ? ''
      : total === 0
        ? 'Not found'
        : `${formatNumber((number ?? 0) + 1)} of ${formatNumber(total)}`
  return (
    <span className="find-count number" role="status">
      {words}
    </span>
  )
}
