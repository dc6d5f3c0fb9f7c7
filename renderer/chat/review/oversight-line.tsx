import './review.css'
import { UserRoundCheck } from 'lucide-react'
import { useMemo } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import { useConversations } from '../../stores/conversations.js'
import { useSettings } from '../../stores/settings.js'
import { type OversightTopic, oversightTopic } from './oversight.js'

const words: Readonly<Record<OversightTopic, string>> = {
  medical: 'About health: a doctor must check this before anyone acts on it.',
  legal: 'About law: a lawyer must check this before anyone acts on it.',
}

/** One line below a reply about medicine or law. It is no part of the reply. */
export function OversightLine({ message }: { readonly message: AssistantMessage }) {
  const isOn = useSettings(({ settings }) => settings.remindsOfOversight)
  return isOn && message.text !== '' ? <Line message={message} /> : null
}

function Line({ message: { text, parentId } }: { readonly message: AssistantMessage }) {
  const question = useConversations(({ transcript }) => {
    const before = parentId === null ? undefined : transcript?.messages[parentId]
    return before?.role === 'user' ? before.text : ''
  })
  const topic = useMemo(() => oversightTopic(question, text), [question, text])
  if (!topic) return null
  return (
    <p className="oversight-line">
      <UserRoundCheck />
      {words[topic]}
    </p>
  )
}
