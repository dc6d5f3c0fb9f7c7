/** What the app has acknowledged in all cycles. The text of a message is unique and identifies it. */
export class Notes {
  /** @type {Map<string, { answer: string, reasoning: string }>} the last visible reply, by the text of the message */
  messages = new Map()

  /** The user's message was shown in the transcript. */
  noteMessage(text) {
    if (!this.messages.has(text)) this.messages.set(text, { answer: '', reasoning: '' })
  }

  /** The reply was on the screen for longer than the app takes to save it. */
  noteReply(text, reply) {
    if (this.messages.has(text)) this.messages.set(text, reply)
  }

  /** Number of acknowledged messages and replies. */
  get size() {
    const replies = [...this.messages.values()].filter(({ answer, reasoning }) => answer + reasoning !== '')
    return this.messages.size + replies.length
  }
}

const words = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * Whether `stored` contains all words of `seen` in the same order. `seen` is rendered Markdown, so it has fewer marks,
 * numbers and addresses, but no other words. The last word of `seen` may be incomplete.
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
