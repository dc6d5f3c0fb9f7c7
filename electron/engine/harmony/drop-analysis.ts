import type { Conversation, HarmonyMessage } from './conversation.js'

/**
 * Removes the analysis of finished turns. A turn is finished by its final answer or by the user's next message. While a
 * tool loop runs, the model needs its analysis.
 */
export function dropFinishedAnalysis({ messages }: Conversation): Conversation {
  const end = messages.findLastIndex(endsTurn)
  return { messages: messages.filter(({ channel }, index) => channel !== 'analysis' || index > end) }
}

function endsTurn({ role, channel }: HarmonyMessage): boolean {
  return role === 'user' || (role === 'assistant' && channel === 'final')
}
