import type { Conversation, HarmonyMessage } from './conversation.js'

/**
 * A conversation without the analysis of finished turns. A turn is finished when its final answer is there, or when the
 * user has spoken since; while a tool loop runs, the model needs what it thought.
 */
export function dropFinishedAnalysis({ messages }: Conversation): Conversation {
  const end = messages.findLastIndex(endsTurn)
  return { messages: messages.filter(({ channel }, index) => channel !== 'analysis' || index > end) }
}

function endsTurn({ role, channel }: HarmonyMessage): boolean {
  return role === 'user' || (role === 'assistant' && channel === 'final')
}
