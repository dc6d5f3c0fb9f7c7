import './conversation-list.css'
import { memo } from 'react'
import type { SearchHit } from '../../contract/chat.js'
import { openHit, useConversations } from '../stores/conversations.js'
import { inPlace } from '../ui/in-place.js'
import { plural } from '../ui/words.js'
import { markMatches } from './marked-text.js'
import { moveFocus } from './move-focus.js'
import { openFromSidebar } from './open-from-sidebar.js'

export function SearchResults() {
  const query = useConversations((state) => state.query)
  const hits = useConversations((state) => state.hits)
  const openId = useConversations((state) => state.openId)
  if (!hits) return <div className="list" aria-busy="true" />
  return (
    <>
      <p className={hits.length > 0 ? 'hidden' : 'list-empty'} role="status">
        {hits.length > 0 ? `${plural(hits.length, 'conversation')} found` : `Nothing found for '${query.trim()}'.`}
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
    </>
  )
}

interface HitProps {
  readonly hit: SearchHit
  readonly isOpen: boolean
  readonly isReachable: boolean
}

const Hit = memo(({ hit, isOpen, isReachable }: HitProps) => {
  const { conversation, snippet, matches } = hit
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
        <span className="row-title" dir="auto">
          {conversation.title}
        </span>
        {snippet !== '' && (
          <span className="row-snippet" dir="auto">
            {inPlace(markMatches(snippet, matches), ({ text, isMatch }) => (isMatch ? <mark>{text}</mark> : text))}
          </span>
        )}
      </button>
    </li>
  )
})
