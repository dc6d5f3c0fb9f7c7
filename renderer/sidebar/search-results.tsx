import './conversation-list.css'
import { memo } from 'react'
import type { SearchHit } from '../../contract/chat.js'
import { pageName } from '../documents/point-words.js'
import { openHit, search, useConversations } from '../stores/conversations.js'
import { inPlace } from '../ui/in-place.js'
import { plural } from '../ui/words.js'
import { dayInWords } from './date-groups.js'
import { markMatches } from './marked-text.js'
import { moveFocus } from './move-focus.js'
import { openFromSidebar } from './open-from-sidebar.js'
import { searchField } from './search-field.js'

export function SearchResults() {
  const query = useConversations((state) => state.query)
  const hits = useConversations((state) => state.hits)
  const suggestion = useConversations((state) => state.suggestion)
  const hasTrash = useConversations(({ trash }) => trash.length > 0)
  const isPartial = useConversations((state) => state.isPartial)
  const openId = useConversations((state) => state.openId)
  const hitsQuery = useConversations((state) => state.hitsQuery)
  if (!hits) return <div className="list" aria-busy="true" />
  return (
    <div className="results" data-query={hitsQuery}>
      <p className={hits.length === 0 ? 'list-empty' : isPartial ? 'list-note' : 'hidden'} role="status">
        {hits.length > 0 ? (
          <span className="hidden">{plural(hits.length, 'conversation')} found. </span>
        ) : (
          `Nothing found for '${query.trim()}'.`
        )}
        {hits.length === 0 && suggestion !== undefined && <Suggestion words={suggestion} />}
        {isPartial && <span className="list-partial">Older conversations are still being indexed.</span>}
      </p>
      {hits.length > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the rows in it are buttons; this handles their arrow keys
        <div className="list" onKeyDown={(event) => moveFocus(event)}>
          <ul className="list-rows" aria-label="Results">
            {inPlace(hits, (hit, index) => (
              <Hit hit={hit} isOpen={hit.conversation.id === openId} isReachable={index === 0} />
            ))}
          </ul>
        </div>
      )}
      {hasTrash && <p className="list-note">Conversations in the Trash are not searched.</p>}
    </div>
  )
}

function Suggestion({ words }: { readonly words: string }) {
  const take = () => {
    search(words)
    searchField()?.focus()
  }
  return (
    <span className="list-suggestion">
      Did you mean{' '}
      <button type="button" dir="auto" onClick={take}>
        {words}
      </button>
      ?
    </span>
  )
}

interface HitProps {
  readonly hit: SearchHit
  readonly isOpen: boolean
  readonly isReachable: boolean
}

const Hit = memo(({ hit, isOpen, isReachable }: HitProps) => {
  const { conversation, at, snippet, matches, page } = hit
  const time = new Date(at)
  return (
    <li className="row row-tall">
      <button
        type="button"
        className="row-button"
        data-row={conversation.id}
        aria-current={isOpen || undefined}
        tabIndex={isReachable ? 0 : -1}
        onClick={() => openFromSidebar(() => openHit(hit))}
      >
        <span className="row-head">
          <span className="row-title" dir="auto">
            {conversation.title}
          </span>
          <time className="row-place" dateTime={time.toISOString()}>
            {dayInWords(time, new Date())}
          </time>
        </span>
        {snippet !== '' && (
          <span className="row-snippet" dir="auto">
            {page && `${page.documentName}, ${pageName(page.page, page.label)}: `}
            {inPlace(markMatches(snippet, matches), ({ text, isMatch }) => (isMatch ? <mark>{text}</mark> : text))}
          </span>
        )}
      </button>
    </li>
  )
})
