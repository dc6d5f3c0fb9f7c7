import { useEffect, useRef, useState } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import { useConversations } from '../../stores/conversations.js'
import { isBeingMade, runningReply } from '../../stores/transcript.js'
import { wholeSentences } from './announcement.js'

const endWords = ({ state, error }: AssistantMessage) =>
  state === 'failed' ? (error?.message ?? 'The reply failed.') : state === 'stopped' ? 'Stopped' : ''

const everyMs = 1_500

/** Reads the reply that is being made to VoiceOver, in whole sentences; the transcript itself is silent. */
export function Announcer() {
  const runningId = useConversations(({ transcript }) => runningReply(transcript)?.id)
  const [words, setWords] = useState('')
  const read = useRef(0)

  useEffect(() => {
    if (runningId === undefined) return
    const message = () => useConversations.getState().transcript?.messages[runningId]
    const begun = message()
    read.current = begun?.role === 'assistant' ? begun.text.length : 0
    const say = () => {
      const current = message()
      if (current?.role !== 'assistant') return
      const isFinished = !isBeingMade(current)
      const next = wholeSentences(current.text, read.current, isFinished)
      read.current = next.end
      const ending = isFinished ? endWords(current) : ''
      const said = [next.words, ending].filter(Boolean).join(' ')
      if (said) setWords(said)
    }
    const timer = setInterval(say, everyMs)
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
