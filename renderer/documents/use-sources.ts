import { useEffect, useState } from 'react'
import type { AssistantMessage } from '../../contract/chat.js'
import type { AnswerSources } from '../../contract/documents.js'
import { readSources } from '../stores/documents.js'
import { isBeingMade } from '../stores/transcript.js'
import { reportError } from '../stores/view.js'

/** What a finished reply rests on in documents; undefined until that is found, and for a reply that saw none. */
export function useSources(message: AssistantMessage): AnswerSources | undefined {
  const { id, text } = message
  const isWanted = !isBeingMade(message) && (message.recipe?.told.documents ?? []).length > 0
  const searched = isWanted ? text : undefined
  const [found, setFound] = useState<{ readonly text: string; readonly sources: AnswerSources }>()
  useEffect(() => {
    if (searched === undefined) return
    let isCurrent = true
    readSources(id).then(
      (sources) => isCurrent && setFound({ text: searched, sources }),
      (error: unknown) => isCurrent && reportError(error, `sources ${id}`),
    )
    return () => {
      isCurrent = false
    }
  }, [id, searched])
  return found?.text === text ? found.sources : undefined
}
