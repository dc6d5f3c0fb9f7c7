import { type AssistantMessage, isTemporary, type Message } from '../../contract/chat.js'
import { focusComposer } from '../chat/composer/composer-field.js'
import { beginEditing } from '../chat/transcript/use-editing.js'
import { plainAnswer } from '../documents/answer-words.js'
import { summaryText } from '../documents/job-words.js'
import { findLike } from '../sidebar/search-for.js'
import { isReplying, isTrashOpen, useConversations } from '../stores/conversations.js'
import { documentsById } from '../stores/documents.js'
import { findDoubts } from '../stores/doubts.js'
import { continueReply, regenerateReply } from '../stores/replies.js'
import { beginSigning, checkReply, takeBackSignOff } from '../stores/reviews.js'
import { isBeingMade, type TranscriptState } from '../stores/transcript.js'
import { copyText, showPrompt } from '../stores/view.js'
import type { ContextActions } from './context-actions.js'

/** What can be done with a message of the transcript, the same as with the buttons below it. */
export function messageActions(element: Element): ContextActions {
  const id = element.closest<HTMLElement>('[data-message]')?.dataset.message
  const state = useConversations.getState()
  const { transcript } = state
  const message = id === undefined ? undefined : transcript?.messages[id]
  if (!transcript || !message) return {}
  const text = textOf(message, transcript)
  const canChange = !isReplying(state) && !isTrashOpen(state)
  return {
    ...(text !== '' && {
      'copy-message': () => void copyText(text, 'markdown'),
      'copy-message-markdown': () => void copyText(text),
      'copy-message-rich': () => void copyText(text, 'rich'),
    }),
    ...(text !== '' && !isTemporary(id ?? null) && { 'more-like-this': () => void findLike(message.id) }),
    ...(canChange && changes(message, text !== '')),
    ...(message.role === 'assistant' && text !== '' && !isTrashOpen(state) && !isBeingMade(message) && review(message)),
    ...(message.role === 'assistant' && {
      'show-prompt': () => showPrompt({ conversationId: transcript.conversationId, messageId: message.id }),
    }),
  }
}

const review = ({ id, text, signOff }: AssistantMessage): ContextActions => ({
  'check-reply': () => checkReply(id),
  'mark-doubts': () => void findDoubts(id, text),
  ...(signOff ? { 'take-back-sign-off': () => takeBackSignOff(id) } : { 'sign-off': () => beginSigning(id) }),
})

function changes(message: Message, hasText: boolean): ContextActions {
  const { id } = message
  if (message.role === 'document' || (message.role === 'user' && message.isBatch)) return {}
  const thenFocusComposer = (act: () => void) => () => {
    act()
    focusComposer()
  }
  return {
    ...(hasText && { edit: () => beginEditing(id) }),
    ...(message.role === 'assistant' && {
      regenerate: thenFocusComposer(() => regenerateReply(id)),
      ...(hasText && { continue: thenFocusComposer(() => continueReply(id)) }),
    }),
  }
}

/** A message as it is copied, in Markdown. */
function textOf(message: Message, { jobs }: TranscriptState): string {
  if (message.role === 'assistant') return plainAnswer(message, documentsById())
  if (message.role === 'user') return message.text
  const job = jobs[message.jobId]
  return job ? summaryText(job) : ''
}
