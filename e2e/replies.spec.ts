import { expect, test } from 'vitest'
import type { Bridge } from '../contract/bridge.js'
import type { AssistantMessage, Message } from '../contract/chat.js'
import type { Cut } from '../contract/context.js'
import { initialSettings, type ReplySettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'
import { testWith } from './test-with.js'

const app = App.ofFile()

const ask: App['request'] = (name, ...args) => app.request(name, ...args)

interface Shown {
  readonly messages: readonly Message[]
  readonly cuts: readonly Cut[]
  readonly settings: ReplySettings
}

/** The snapshot for a window that opens the conversation now, or after all its replies and summaries are done. */
function shown(conversationId: string, when: 'now' | 'settled' = 'now'): Promise<Shown> {
  return app.page.evaluate(
    ([id, wanted]) => {
      const { parley } = globalThis as unknown as { parley: Bridge }
      const isMade = ({ messages, cuts }: Shown) =>
        messages.every((each) => each.role !== 'assistant' || ['done', 'stopped', 'failed'].includes(each.state)) &&
        cuts.every(({ state }) => state === 'done' || state === 'failed')
      return new Promise<Shown>((resolve) => {
        const look = () => {
          const close = parley.open.conversation({ conversationId: id }, async ({ events }) => {
            for (const event of events) {
              if (event.type === 'snapshot' && (wanted === 'now' || isMade(event.transcript))) {
                resolve(event.transcript)
                queueMicrotask(() => close())
              } else if (event.type === 'message' || event.type === 'cut') {
                close()
                look()
                return
              }
            }
          })
        }
        look()
      })
    },
    [conversationId, when] as const,
  )
}

const settled = (conversationId: string) => shown(conversationId, 'settled')

const short: ReplySettings = { ...initialSettings.defaults, maxTokens: 60 }

const last = ({ messages }: Shown) => messages.at(-1) as AssistantMessage

async function exchange(conversationId: string | null, text: string, settings?: ReplySettings) {
  const sent = await ask('sendMessage', conversationId, text, settings)
  return { ...sent, shown: await settled(sent.conversationId) }
}

testWith('effort')('effort changes the prompt, and the statistics and Show prompt agree', async () => {
  const low: ReplySettings = { ...initialSettings.defaults, effort: 'low', instructions: 'Answer in rhymes.' }
  const { conversationId, shown: before } = await exchange(null, 'Hello', low)
  const prompt = await ask('showPrompt', conversationId, last(before).id)
  expect(prompt.text).toContain('Reasoning: low')
  expect(prompt.text).toContain('Answer in rhymes.')
  expect(prompt.tokens).toHaveLength(last(before).statistics?.promptTokens ?? 0)
  await ask('setConversationSettings', conversationId, { ...low, effort: 'high', instructions: '' })
  const next = await ask('showPrompt', conversationId)
  expect(next.text).toContain('Reasoning: high')
  expect(next.text).not.toContain('Answer in rhymes.')
})

test('the meter counts exactly the tokens that the engine then reads', async () => {
  const { conversationId } = await exchange(null, 'Hello')
  const draft = 'And what is the ferry’s name? 🛳'
  const count = await ask('countContext', conversationId, draft)
  const { shown: after } = await exchange(conversationId, draft)
  expect(last(after).statistics?.promptTokens).toBe(count?.used)
})

test('after a restart all regenerated, edited and continued versions exist, and the chosen ones are shown', async () => {
  const { conversationId, messageId, shown: first } = await exchange(null, 'Hello', short)
  const original = last(first)
  await ask('regenerateReply', original.id, { temperature: 1, effort: 'high' })
  const again = last(await settled(conversationId))
  expect(again.versions).toMatchObject({ index: 2, count: 2, previousId: original.id })
  await ask('editMessage', again.id, 'As I would have said it.')
  await ask('continueReply', again.id)
  const longer = last(await settled(conversationId))
  expect(longer.text.startsWith(again.text)).toBe(true)
  await ask('chooseVersion', original.id)
  await exchange(conversationId, 'Thanks')
  await ask('editMessage', messageId, 'Good day')
  const edited = await settled(conversationId)
  expect(edited.messages[0]).toMatchObject({ text: 'Good day', versions: { index: 2, count: 2 } })
  await ask('chooseVersion', messageId)
  const before = await shown(conversationId)
  expect(before.messages.map(({ id }) => id).slice(0, 2)).toEqual([messageId, original.id])
  expect(before.messages).toHaveLength(4)
  await app.restart()
  expect(await shown(conversationId)).toEqual(before)
})

test('the same seed gives the same text, at a temperature at which other seeds differ', async () => {
  const hot: ReplySettings = { ...initialSettings.defaults, temperature: 1.5, maxTokens: 60 }
  const { conversationId, shown: first } = await exchange(null, 'Tell me something', hot)
  await ask('regenerateReply', last(first).id)
  const other = last(await settled(conversationId))
  await ask('repeatReply', last(first).id)
  const same = last(await settled(conversationId))
  expect([same.text, same.reasoning]).toEqual([last(first).text, last(first).reasoning])
  expect(same.id).not.toBe(last(first).id)
  expect(other.recipe?.seed).not.toBe(same.recipe?.seed)
})

test('with Top-k 1 every seed gives the same text, at a temperature at which other seeds differ', async () => {
  const settings: ReplySettings = { ...initialSettings.defaults, temperature: 1.5, topK: 1, maxTokens: 60 }
  const { conversationId, shown: first } = await exchange(null, 'Tell me something', settings)
  await ask('regenerateReply', last(first).id)
  const other = last(await settled(conversationId))
  expect(other.recipe?.seed).not.toBe(last(first).recipe?.seed)
  expect([other.text, other.reasoning]).toEqual([last(first).text, last(first).reasoning])
  await ask('setConversationSettings', conversationId, { ...settings, topK: null })
  // One in ten has the most likely text at this temperature, too.
  const free: string[] = []
  for (let count = 0; count < 8; count++) {
    await ask('regenerateReply', other.id)
    free.push(last(await settled(conversationId)).text)
  }
  expect(new Set(free).size).toBeGreaterThan(1)
})

testWith('context')('the second turn of a long conversation reads only the new tokens', async () => {
  const { conversationId, shown: cold } = await exchange(null, longQuestion.repeat(5), short)
  const { shown: warm } = await exchange(conversationId, 'Hello')
  const before = last(cold).statistics?.promptTokens ?? 0
  const { promptTokens = 0, cachedTokens = 0 } = last(warm).statistics ?? {}
  expect(before).toBeGreaterThan(1_200)
  expect(promptTokens).toBeGreaterThan(before)
  // The cache has a boundary at the end of the first question, or at the chunk before it.
  expect(cachedTokens).toBeGreaterThan(before - 70)
})

/** Sends more than fits in the tiny model's context: the message is saved, but no reply is generated. */
async function overflow(): Promise<string> {
  const { conversationId } = await exchange(null, longQuestion.repeat(3), short)
  const { shown: now } = await exchange(conversationId, longQuestion.repeat(5))
  const { error, text, reasoning } = last(now)
  expect([error?.code, text, reasoning]).toEqual(['context-full', '', ''])
  expect(now.messages.at(-2)).toMatchObject({ role: 'user', text: longQuestion.repeat(5) })
  return conversationId
}

testWith('context')(
  'a full context is reported before a reply starts, and dropping the oldest turns continues in the same place',
  async () => {
    const conversationId = await overflow()
    const full = last(await shown(conversationId))
    const count = await ask('countContext', conversationId, '')
    expect(count?.overflow?.dropMessages).toBe(2)
    await ask('dropOldest', conversationId)
    const after = await settled(conversationId)
    expect(last(after)).toMatchObject({ id: full.id })
    expect(last(after).text.length).toBeGreaterThan(5)
    expect(after.cuts).toMatchObject([{ kind: 'dropped', state: 'done' }])
    const now = await ask('countContext', conversationId, '')
    expect(now).not.toHaveProperty('overflow')
    await app.restart()
    expect(await shown(conversationId)).toEqual(after)
  },
)

testWith('context')(
  'the prompt has the model’s summary instead of folded turns, and the turns again after Undo',
  async () => {
    const conversationId = await overflow()
    await ask('foldOldest', conversationId)
    const after = await settled(conversationId)
    const [cut] = after.cuts
    expect(cut).toMatchObject({ kind: 'folded', state: 'done' })
    expect(cut?.summary.length).toBeGreaterThan(5)
    expect(last(after).text.length).toBeGreaterThan(5)
    await ask('editCut', cut?.id ?? '', 'We spoke of the ferry and the library.')
    const prompt = await ask('showPrompt', conversationId)
    expect(prompt.text).toContain('We spoke of the ferry and the library.')
    await ask('undoCut', cut?.id ?? '')
    const again = await ask('countContext', conversationId, '')
    expect(again?.overflow?.tokens).toBeGreaterThan(0)
  },
)
