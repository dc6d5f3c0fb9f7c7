import { useEffect, useState } from 'react'
import { draftOf, forgetDraft, saveDrafts, writeDraft } from '../stores/drafts.js'

interface Draft {
  readonly text: string
  readonly write: (text: string) => void
  /** Empties the composer if it still holds what was sent. */
  readonly sent: (conversationId: string | null, text: string) => void
}

/** The text in the composer, its own for each conversation. `stored` is what the store has, once it is known. */
export function useDraft(conversationId: string | null, stored: string | undefined): Draft {
  const [shown, setShown] = useState({ conversationId, text: draftOf(conversationId) ?? stored })
  if (shown.conversationId !== conversationId || (shown.text === undefined && stored !== undefined)) {
    setShown({ conversationId, text: draftOf(conversationId) ?? stored })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a conversation that is left is saved at once
  useEffect(() => saveDrafts, [conversationId])
  return {
    text: shown.text ?? '',
    write(text) {
      writeDraft(conversationId, text)
      setShown({ conversationId, text })
    },
    sent(sentFrom, text) {
      if ((draftOf(sentFrom) ?? stored) !== text) return
      forgetDraft(sentFrom)
      setShown((current) => (current.conversationId === sentFrom ? { ...current, text: '' } : current))
    },
  }
}
