import { useEffect, useLayoutEffect, useState } from 'react'
import type { ReplySettings } from '../../../contract/settings.js'
import { storableText } from '../../../contract/storable-text.js'
import {
  draftOf,
  forgetDraft,
  holdDraft,
  onDraftElsewhere,
  saveDrafts,
  takeDraft,
  writeDraft,
} from '../../stores/drafts.js'

interface Draft {
  readonly text: string
  readonly write: (text: string) => void
  /** Empties the composer while the text is being sent. */
  readonly take: () => TakenDraft
}

/** A text that is being sent. */
interface TakenDraft {
  /** Call when the text was sent. */
  readonly sent: () => void
  /** Call when the text was not sent: puts it back before anything typed since. */
  readonly putBack: () => void
}

function firstDraft(conversationId: string | null, stored: string | undefined) {
  const text = draftOf(conversationId) ?? stored
  return { conversationId, text, isKnown: text !== undefined }
}

/**
 * The text of the composer, one draft per conversation. `stored` is the draft of the store; `undefined` until loaded.
 * `settings`: those of a conversation that has not begun, which are kept with its draft.
 */
export function useDraft(
  conversationId: string | null,
  stored: string | undefined,
  settings: ReplySettings | undefined,
): Draft {
  const [shown, setShown] = useState(() => firstDraft(conversationId, stored))
  if (shown.conversationId !== conversationId) setShown(firstDraft(conversationId, stored))
  useLayoutEffect(() => {
    if (shown.isKnown || stored === undefined) return
    // Text typed before the stored draft arrived goes after it.
    const typed = draftOf(conversationId)
    const text = stored + (typed ?? '')
    if (typed !== undefined) writeDraft(conversationId, text, settings)
    setShown({ conversationId, text, isKnown: true })
  }, [shown, stored, conversationId, settings])
  // biome-ignore lint/correctness/useExhaustiveDependencies: saves at once when the conversation changes
  useEffect(() => saveDrafts, [conversationId])
  useEffect(
    () =>
      onDraftElsewhere((id, changed) => {
        if (id === conversationId) setShown({ conversationId, text: changed, isKnown: true })
      }),
    [conversationId],
  )
  const text = shown.text ?? ''
  const show = (next: string) =>
    setShown((current) => (current.conversationId === conversationId ? { ...current, text: next } : current))
  const write = (next: string) => {
    const keep = shown.isKnown ? writeDraft : holdDraft
    const accepted = storableText(next)
    keep(conversationId, accepted, settings)
    show(accepted)
  }
  return {
    text,
    write,
    take() {
      takeDraft(conversationId)
      show('')
      return {
        sent: () => forgetDraft(conversationId),
        putBack: () => write([text, draftOf(conversationId)].filter(Boolean).join('\n')),
      }
    },
  }
}
