import { createHash } from 'node:crypto'
import { answerRules } from '../../../contract/content-filter.js'
import type { GenerateRequest } from '../../../contract/engine.js'
import { localDate } from '../../../contract/local-date.js'

/** What is checked: a message of the user, or a reply with what the model thought, because a window shows both. */
export interface CheckedText {
  readonly text: string
  readonly reasoning: string
}

/** gpt-oss-safeguard reasons before it answers. A model that has not ended by then has lost its way. */
const maxCheckTokens = 4_000

/**
 * The request of a check, in the form that gpt-oss-safeguard was trained on: the policy in the developer message, the
 * content alone in the user's. All checks with a policy begin alike, so that the prompt cache has it.
 */
export function checkRequest(policy: string, { text, reasoning }: CheckedText, contextLength: number): GenerateRequest {
  const content = reasoning.trim() === '' ? text : `${reasoning.trim()}\n\n${text}`
  return {
    instructions: `${policy.trim()}\n\n${answerRules}`,
    messages: [{ role: 'user', text: content }],
    effort: 'medium',
    date: localDate(),
    temperature: 0,
    seed: 0,
    maxTokens: Math.min(maxCheckTokens, Math.floor(contextLength / 4)),
  }
}

export const policyIdOf = (policy: string): string =>
  createHash('sha256').update(policy.trim()).digest('hex').slice(0, 16)
