const sentence = 'The user asks about the ferry, and I think of what the harbour office did in March. '
const tokensPerSentence = 20

/** Main answers for these conversations with a reply that is thinking, and plays batches of it when it is told to. */
export function replayThinking(app, tokensById) {
  return app.evaluate(
    ({ ipcMain }, { tokens, text, perText }) => {
      const [original] = ipcMain.listeners('stream:conversation')
      ipcMain.removeAllListeners('stream:conversation')
      globalThis.thinkingReplay = { posts: new Map() }
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
          thinking: { since: Date.now(), tokens: count },
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
            { type: 'thinking', messageId: reply.id, since: reply.thinking.since, tokens: count + sequence },
          ])
        }
        // The next batch comes when the last one is taken, as from the model, but not quicker than frames.
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
        globalThis.thinkingReplay.posts.set(conversationId, (batches) => {
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

/** Plays so many batches of the conversation that is open, one after another. */
export const playBatches = (app, conversationId, batches) =>
  app.evaluate((_, [id, count]) => globalThis.thinkingReplay.posts.get(id)(count), [conversationId, batches])
