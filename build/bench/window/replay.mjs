const sentence = 'The user asks about the ferry, and I think of what the harbour office did in March. '
const tokensPerSentence = 20

/**
 * Replaces main's stream of these conversations by a reply in its reasoning. `playBatches` sends more of it.
 * @param {Record<string, number>} tokensById reasoning tokens that the reply starts with, by conversation
 */
export function replayReasoning(app, tokensById) {
  return app.evaluate(
    ({ ipcMain }, { tokens, text, perText }) => {
      const [original] = ipcMain.listeners('stream:conversation')
      ipcMain.removeAllListeners('stream:conversation')
      globalThis.reasoningReplay = { posts: new Map() }
      ipcMain.on('stream:conversation', (event, request) => {
        const { conversationId } = request
        const count = tokens[conversationId]
        if (count === undefined) return original(event, request)
        const [port] = event.ports
        const base = { conversationId }
        const question = { ...base, id: `${conversationId}-1`, parentId: null, role: 'user', text: 'Think.' }
        const reply = {
          ...{ ...base, id: `${conversationId}-2`, parentId: question.id, role: 'assistant', state: 'thinking' },
          ...{ text: '', reasoning: text.repeat(count / perText), model: 'Parley Demo (tiny)' },
          reasoningProgress: { since: Date.now(), tokens: count },
        }
        let sequence = 0
        const post = (changes) =>
          port.postMessage({ events: changes.map((change) => ({ ...change, sequence: sequence++ })) })
        let left = 0
        let onEnd
        const postNext = () => {
          if (left === 0) return onEnd?.()
          left--
          post([
            { type: 'text', messageId: reply.id, channel: 'reasoning', text: 'ferry ' },
            {
              type: 'reasoning-progress',
              messageId: reply.id,
              since: reply.reasoningProgress.since,
              tokens: count + sequence,
            },
          ])
        }
        // Sends the next batch when the window has taken the last one, as main does, but not faster than frames.
        port.on('message', () => setTimeout(postNext, 16))
        port.start()
        const settings = {
          instructions: '',
          effort: 'high',
          temperature: null,
          topP: null,
          maxTokens: null,
          seed: null,
        }
        post([
          {
            type: 'snapshot',
            transcript: { conversationId, messages: [question, reply], jobs: [], draft: '', settings, cuts: [] },
          },
        ])
        globalThis.reasoningReplay.posts.set(conversationId, (batches) => {
          left = batches
          return new Promise((resolve) => {
            onEnd = resolve
            postNext()
          })
        })
      })
    },
    { tokens: tokensById, text: sentence, perText: tokensPerSentence },
  )
}

/** Sends `batches` batches of the open conversation's reply, one after another. */
export const playBatches = (app, conversationId, batches) =>
  app.evaluate((_, [id, count]) => globalThis.reasoningReplay.posts.get(id)(count), [conversationId, batches])
