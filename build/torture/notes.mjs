/** What the app has acknowledged over all its lives. A message is known by its text, which no other message has. */
export class Notes {
  /** @type {Map<string, { answer: string, reasoning: string }>} the reply as it was last seen, by the user's text */
  messages = new Map()

  /** The user's message was shown in the transcript. */
  noteMessage(text) {
    if (!this.messages.has(text)) this.messages.set(text, { answer: '', reasoning: '' })
  }

  /** The reply to `text` was on the screen for longer than the app takes to save it. */
  noteReply(text, reply) {
    if (this.messages.has(text)) this.messages.set(text, reply)
  }

  /** Acknowledged messages and replies. */
  get size() {
    const replies = [...this.messages.values()].filter(({ answer, reasoning }) => answer + reasoning !== '')
    return this.messages.size + replies.length
  }
}

const words = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * Everything that was seen stands in what is stored, in the same order. What is seen has been drawn from Markdown, so
 * it has fewer marks, numbers and addresses than what is stored, but never other words. The last word may have gone on.
 */
export function isSeenIn(seen, stored) {
  const wanted = words(seen)
  const last = wanted.pop()
  if (last === undefined) return true
  let at = 0
  const found = words(stored)
  for (const word of wanted) {
    at = found.indexOf(word, at) + 1
    if (at === 0) return false
  }
  return found.slice(at).some((word) => word.startsWith(last))
}
