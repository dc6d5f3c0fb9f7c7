import type { AssistantMessage } from '../../contract/chat.js'
import { reply } from './samples.js'
import { type World, wait } from './world.js'

interface Run {
  isStopped: boolean
  isAnswerRequested: boolean
}

const reasoningWords = 'The user asks. I think about it for a little while, and then I answer.'.split(/(?<= )/)

/** Makes replies like an engine. The question may contain "queue", "read", "slow", "huge" or "hang" to choose how. */
export class Runs {
  readonly #world: World
  readonly #answer: string
  readonly #runs = new Map<string, Run>()

  constructor(world: World, answer: string) {
    this.#world = world
    this.#answer = answer
  }

  stop(conversationId: string): void {
    const run = this.#runs.get(conversationId)
    if (run) run.isStopped = true
  }

  answerNow(conversationId: string): void {
    const run = this.#runs.get(conversationId)
    if (run) run.isAnswerRequested = true
  }

  /** Starts a reply to the message `parentId`. `fields` are its initial fields, such as text to continue. */
  start(conversationId: string, parentId: string, fields: Partial<AssistantMessage> = {}): AssistantMessage {
    const { seed, ...settings } = this.#world.replySettings(conversationId)
    const recipe = {
      ...settings,
      seed: seed ?? 1_234,
      date: new Date().toISOString().slice(0, 10),
      told: { afterId: null, summary: null, jobIds: [] },
      reasoningControl: 'model' as const,
    }
    const message = reply(conversationId, { recipe, ...fields, parentId, state: 'waiting', statistics: undefined })
    const run: Run = { isStopped: false, isAnswerRequested: false }
    this.#runs.set(conversationId, run)
    void this.#make(message, run)
    return message
  }

  async #make(started: AssistantMessage, run: Run): Promise<void> {
    const world = this.#world
    const { conversationId, id: messageId, text: before } = started
    const question = this.#question(started)
    let message = started
    const state = (next: AssistantMessage['state'], more: object = {}) => {
      message = { ...message, state: next }
      world.grow(message, { type: 'state', messageId, state: next, ...more })
    }
    const say = (channel: 'answer' | 'reasoning', text: string) => {
      const key = channel === 'answer' ? 'text' : 'reasoning'
      message = { ...message, [key]: message[key] + text }
      world.grow(message, { type: 'text', messageId, channel, text })
    }
    world.changeConversation(conversationId, { isBusy: true, updatedAt: Date.now() })
    await wait(60)
    if (question.includes('queue')) await this.#queue(message, run)
    for (let done = 0; question.includes('read') && done < 9_800 && !run.isStopped; done += 350) {
      state('reading', { reading: { done, total: 9_800, unit: 'token' } })
      await wait(120)
    }
    if (before === '' && !run.isStopped) {
      state('reasoning')
      const since = Date.now()
      for (const [index, word] of reasoningWords.entries()) {
        if (run.isStopped || run.isAnswerRequested) break
        say('reasoning', word)
        world.grow(message, { type: 'reasoning-progress', messageId, since, tokens: index + 1 })
        await wait(question.includes('slow') ? 250 : 40)
      }
      message = { ...message, reasoningMs: Date.now() - since }
    }
    if (!run.isStopped) state('writing')
    const answer = question.includes('huge') ? this.#answer.repeat(30) : this.#answer
    const step = question.includes('huge') ? 60 : 4
    for (let start = 0; start < answer.length && !run.isStopped; start += step) {
      say('answer', answer.slice(start, start + step))
      await wait(question.includes('hang') && start > 200 ? 30_000 : 8)
    }
    this.#runs.delete(conversationId)
    const { statistics } = reply(conversationId, {})
    world.put({
      ...message,
      state: run.isStopped ? 'stopped' : 'done',
      statistics: statistics && {
        ...statistics,
        ...(run.isStopped && { endReason: 'cancelled' }),
      },
      ...(run.isAnswerRequested &&
        message.recipe && { recipe: { ...message.recipe, reasoningControl: 'ended-by-user' } }),
    })
    world.changeConversation(conversationId, { isBusy: false })
  }

  #question({ conversationId, parentId }: AssistantMessage): string {
    const tree = this.#world.tree(conversationId)
    const message = parentId !== null && tree.has(parentId) ? tree.get(parentId) : undefined
    return message?.role === 'user' ? message.text : ''
  }

  async #queue({ id, conversationId }: AssistantMessage, run: Run): Promise<void> {
    const other = { id: 'q0', purpose: 'document', conversationId: 'c3', targetId: 'j1', place: 0 } as const
    this.#world.setQueue([
      other,
      { id: `q-${conversationId}`, purpose: 'reply', conversationId, targetId: id, place: 1 },
    ])
    for (let times = 0; times < 30 && !run.isStopped; times++) await wait(100)
    this.#world.setQueue([])
  }
}
