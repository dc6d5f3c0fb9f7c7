import { useEffect, useRef, useState } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import { withoutOpenMarker } from '../../../contract/page-markers.js'
import { plainAnswer } from '../../documents/answer-words.js'
import { useConversations } from '../../stores/conversations.js'
import { documentsById } from '../../stores/documents.js'
import { isBeingMade, runningReply } from '../../stores/transcript.js'
import { wholeSentences } from './announcement.js'

const endWords = ({ state, error }: AssistantMessage) =>
  state === 'failed' ? (error?.message ?? 'The reply failed.') : state === 'stopped' ? 'Stopped' : ''

/** Grows only at its end. */
const spoken = (message: AssistantMessage, isFinished: boolean) =>
  plainAnswer(isFinished ? message : { ...message, text: withoutOpenMarker(message.text) }, documentsById())

const intervalMs = 1_500

/** A live region that has VoiceOver read the running reply in whole sentences; the transcript itself is no live region. */
export function Announcer() {
  const runningId = useConversations(({ transcript }) => runningReply(transcript)?.id)
  const [words, setWords] = useState('')
  const readLength = useRef(0)

  useEffect(() => {
    if (runningId === undefined) return
    const message = () => useConversations.getState().transcript?.messages[runningId]
    const atStart = message()
    readLength.current = atStart?.role === 'assistant' ? spoken(atStart, false).length : 0
    const say = () => {
      const current = message()
      if (current?.role !== 'assistant') return
      const isFinished = !isBeingMade(current)
      const next = wholeSentences(spoken(current, isFinished), readLength.current, isFinished)
      readLength.current = next.end
      const ending = isFinished ? endWords(current) : ''
      const said = [next.words, ending].filter(Boolean).join(' ')
      // Another window may show the same conversation, and would say the same.
      if (said && document.hasFocus()) setWords(said)
    }
    const timer = setInterval(say, intervalMs)
    return () => {
      clearInterval(timer)
      say()
    }
  }, [runningId])

  return (
    <div className="hidden" aria-live="polite">
      {words}
    </div>
  )
}
