import { AppError } from '../../../contract/errors.js'
import type { Conversation, HarmonyMessage } from '../harmony/conversation.js'
import type { Turn, TurnPrompt } from './turn-style.js'

/**
 * Converts a conversation of openai-harmony to turns. The texts of system and developer messages at its start are the
 * instructions, and its `system_content` is none. Reasoning belongs to the answer after it. Throws `refused` for tools.
 */
export function turnPromptOf({ messages }: Conversation): Omit<TurnPrompt, 'date'> {
  const turns: Turn[] = []
  const instructions: string[] = []
  let reasoning: string | undefined
  for (const [index, message] of messages.entries()) {
    const { role, channel } = message
    if (role === 'tool' || (message.recipient !== undefined && role === 'assistant')) throw unknown(index, 'a call')
    const text = textOf(message, index)
    if (role === 'assistant' && channel === 'analysis') {
      reasoning = text
      continue
    }
    if (role === 'user') turns.push({ role, text })
    else if (role === 'assistant') turns.push({ role, text, ...(reasoning === undefined ? {} : { reasoning }) })
    else if (text !== '' && turns.length === 0) instructions.push(text)
    else if (text !== '') turns.push({ role: 'system', text })
    reasoning = undefined
  }
  return instructions.length > 0 ? { instructions: instructions.join('\n\n'), turns } : { turns }
}

function textOf({ content }: HarmonyMessage, index: number): string {
  return content
    .map((part) => {
      if (part.type === 'text') return part.text
      if (part.type === 'system') return ''
      if (part.tools !== undefined && part.tools.size > 0) throw unknown(index, 'tools')
      return part.instructions ?? ''
    })
    .join('')
}

function unknown(index: number, what: string): AppError {
  return new AppError('refused', `messages[${index}] has ${what}, which this command does not render.`)
}
