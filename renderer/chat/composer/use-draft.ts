import { useEffect, useLayoutEffect, useState } from 'react'
import { draftOf, forgetDraft, saveDrafts, takeDraft, writeDraft } from '../../stores/drafts.js'

interface Draft {
  readonly text: string
  readonly write: (text: string) => void
  /** Empties the composer for what is typed next, while the text is being sent. */
  readonly take: () => Taken
}

/** A text that is being sent. */
interface Taken {
  readonly sent: () => void
  /** It was not sent: it stands before what was typed since. */
  readonly putBack: () => void
}

function firstDraft(conversationId: string | null, stored: string | undefined) {
  const text = draftOf(conversationId) ?? stored
  return { conversationId, text, isKnown: text !== undefined }
}

/** The text in the composer, its own for each conversation. `stored` is what the store has, once it is known. */
export function useDraft(conversationId: string | null, stored: string | undefined): Draft {
  const [shown, setShown] = useState(() => firstDraft(conversationId, stored))
  if (shown.conversationId !== conversationId) setShown(firstDraft(conversationId, stored))
  useLayoutEffect(() => {
    if (shown.isKnown || stored === undefined) return
    // Who was quicker than the store goes on behind what was there.
    const typed = draftOf(conversationId)
    const text = stored + (typed ?? '')
    if (typed !== undefined) writeDraft(conversationId, text)
    setShown({ conversationId, text, isKnown: true })
  }, [shown, stored, conversationId])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a conversation that is left is saved at once
  useEffect(() => saveDrafts, [conversationId])
  const text = shown.text ?? ''
  const show = (next: string) =>
    setShown((current) => (current.conversationId === conversationId ? { ...current, text: next } : current))
  const write = (next: string) => {
    writeDraft(conversationId, next)
    show(next)
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
