import { inMain } from './in-main.mjs'

/**
 * Replaces main's stream of conversations that the bench has prepared. Sends as main does: one packet in flight, and what
 * comes meanwhile in the next, its texts joined.
 */
export const installReplay = (app) =>
  inMain(app, ({ ipcMain }) => {
    const [original] = ipcMain.listeners('stream:conversation')
    ipcMain.removeAllListeners('stream:conversation')
    const replay = { transcripts: new Map(), pushes: new Map() }
    globalThis.viewReplay = replay
    ipcMain.on('stream:conversation', (event, request) => {
      const { conversationId } = request
      const transcript = replay.transcripts.get(conversationId)
      if (!transcript) return original(event, request)
      const [port] = event.ports
      let waiting = []
      let isInFlight = false
      let sequence = 0
      const flush = () => {
        if (isInFlight || waiting.length === 0) return
        port.postMessage({ events: waiting })
        waiting = []
        isInFlight = true
      }
      const push = (change) => {
        const last = waiting.at(-1)
        const isSame = change.type === 'text' && last?.type === 'text' && last.messageId === change.messageId
        if (isSame) Object.assign(last, { text: last.text + change.text, count: last.count + 1, sequence: sequence++ })
        else waiting.push({ ...change, sequence: sequence++, ...(change.type === 'text' && { count: 1 }) })
        flush()
      }
      port.on('message', () => {
        isInFlight = false
        flush()
      })
      port.start()
      replay.pushes.set(conversationId, push)
      push({ type: 'snapshot', transcript })
    })
  })

/** The next time that the conversation is opened, it has these messages. */
export const prepareTranscript = (app, conversationId, messages) =>
  inMain(app, (_, [id, all]) => globalThis.viewReplay.transcripts.set(id, all), [
    conversationId,
    {
      conversationId,
      messages,
      ...{ jobs: [], batches: [], documents: [], cuts: [], draft: '', edits: {} },
      settings: { instructions: '', effort: 'medium', temperature: null, topP: null, maxTokens: null, seed: null },
    },
  ])

/** Sends changes of an open conversation at once. */
export const pushChanges = (app, conversationId, changes) =>
  inMain(
    app,
    (_, [id, all]) => {
      for (const change of all) globalThis.viewReplay.pushes.get(id)(change)
    },
    [conversationId, changes],
  )

/** Sends a text as tokens, so many in a second, and resolves after the last one. */
export const streamText = (app, conversationId, messageId, text, tokensPerSecond) =>
  inMain(
    app,
    (_, [id, message, whole, rate]) => {
      const characters = 4.5
      const push = globalThis.viewReplay.pushes.get(id)
      const startedAt = performance.now()
      let sent = 0
      return new Promise((resolve) => {
        const timer = setInterval(() => {
          const due = Math.floor(((performance.now() - startedAt) / 1_000) * rate)
          for (; sent < due && sent * characters < whole.length; sent++) {
            const slice = whole.slice(Math.floor(sent * characters), Math.floor((sent + 1) * characters))
            push({ type: 'text', messageId: message, channel: 'answer', text: slice })
          }
          if (sent * characters < whole.length) return
          clearInterval(timer)
          resolve()
        }, 1_000 / rate)
      })
    },
    [conversationId, messageId, text, tokensPerSecond],
  )

export const question = (conversationId, number = 0) => ({
  ...{
    id: `${conversationId}-q${number}`,
    conversationId,
    parentId: number === 0 ? null : replyId(conversationId, number - 1),
  },
  ...{ role: 'user', text: 'What did the harbour office do about the ferry?', createdAt: Date.now() },
})

export const replyId = (conversationId, number = 0) => `${conversationId}-r${number}`

export const reply = (conversationId, number = 0, state = 'writing') => ({
  ...{ id: replyId(conversationId, number), conversationId, parentId: `${conversationId}-q${number}` },
  ...{ role: 'assistant', text: '', reasoning: '', state, model: 'Parley Demo (tiny)', createdAt: Date.now() },
})

/** Opens a conversation from the sidebar and waits for its last message. */
export async function openConversation(page, id) {
  await page.evaluate((row) => document.querySelector(`nav [data-row="${row}"]`).click(), id)
  await page.locator(`.transcript[data-conversation="${id}"] article`).last().waitFor()
}

export async function newChat(page) {
  await page.getByRole('navigation').getByRole('button', { name: 'New chat' }).click()
  await page.locator('.welcome').waitFor()
}

const section = (index) => `## Part ${index}: what the harbour office decided

The board met for **two hours** and spoke of the ferry, the *library* and the lease; see [the minutes](https://example.org/minutes/${index}) of \`2026-0${(index % 9) + 1}\`. It carries 40 people, and the work took six weeks. The council paid for ${index} new trees, which the pupils plant in autumn.

1. The budget is passed, with **one** change to the travel line.
2. The office stays at \`Strandgaten\` until June.
   - The rent rises by ${index} %.
   - Anna writes to the landlord.
3. The area is $A_{${index}} = \\pi r^2$, as before.

| Item | 2026 | 2027 |
| --- | ---: | ---: |
| Rent | 48,${100 + (index % 800)} | 49,200 |
| Travel | 12,500 | 9,000 |

\`\`\`python
def total_${index}(rows: list[dict]) -> int:
    """Sum of the amounts; empty rows count as nothing."""
    return sum(int(row["amount"]) for row in rows if row)
\`\`\`

> The chair noted that the travel line had been overspent for ${index} years running.

`

/** Markdown as models write it, of this many characters. */
export function markdownOf(characters) {
  let text = ''
  for (let index = 1; text.length < characters; index++) text += section(index)
  return text.slice(0, characters)
}
