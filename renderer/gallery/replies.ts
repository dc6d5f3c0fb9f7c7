import type { AssistantMessage } from '../../contract/chat.js'
import { AppError } from '../../contract/errors.js'
import type { Requests } from '../../contract/requests.js'
import { countOf } from './context.js'
import type { Runs } from './runs.js'
import { question, reply } from './samples.js'
import type { World } from './world.js'

type ReplyRequestName =
  | 'sendMessage'
  | 'stopReply'
  | 'answerNow'
  | 'cancelRun'
  | 'getQueue'
  | 'regenerateReply'
  | 'repeatReply'
  | 'readAll'
  | 'continueReply'
  | 'editMessage'
  | 'loadMessages'
  | 'chooseVersion'
  | 'setConversationSettings'

const contextFull = { code: 'context-full', message: 'The conversation is too long.' } as const

export function replyRequests(world: World, runs: Runs): Pick<Requests, ReplyRequestName> {
  /** Starts a reply to `parentId`, or returns a failed one if the context has no room. */
  const startReply = (conversationId: string, parentId: string): AssistantMessage =>
    countOf(world, conversationId, '').overflow
      ? reply(conversationId, { parentId, state: 'failed', error: contextFull, statistics: undefined })
      : runs.start(conversationId, parentId)

  /** Makes another version of a reply, starting with the fields that `fields` returns. */
  const makeVersion = (messageId: string, fields: (message: AssistantMessage) => Partial<AssistantMessage>) => {
    const { conversationId, tree } = world.treeOf(messageId)
    const message = tree.get(messageId)
    if (message.role !== 'assistant' || message.parentId === null) {
      throw new AppError('refused', 'Only a reply can be made again.')
    }
    const next = runs.start(conversationId, message.parentId, fields(message))
    tree.set(next)
    world.branch(conversationId, next.id)
  }

  return {
    async sendMessage(conversationId, text, settings) {
      world.write()
      const id = conversationId ?? `n${Date.now()}`
      if (conversationId === null) {
        world.changeConversation(id, { title: text.slice(0, 40) })
        if (settings) world.setReplySettings(id, settings)
      }
      const message = { ...question(id, text), parentId: world.tree(id).last?.id ?? null }
      world.put(message)
      world.put(startReply(id, message.id))
      return { conversationId: id, messageId: message.id }
    },
    stopReply: async (conversationId) => runs.stop(conversationId),
    answerNow: async (conversationId) => runs.answerNow(conversationId),
    async cancelRun(entryId) {
      const entry = world.queue.find(({ id }) => id === entryId)
      if (entry) runs.stop(entry.conversationId)
    },
    getQueue: async () => world.queue,
    regenerateReply: async (messageId) => makeVersion(messageId, () => ({})),
    repeatReply: async (messageId) => makeVersion(messageId, ({ recipe }) => (recipe ? { recipe } : {})),
    readAll: async (messageId) => makeVersion(messageId, () => ({})),
    continueReply: async (messageId) => makeVersion(messageId, ({ text, reasoning }) => ({ text, reasoning })),
    loadMessages: async (_, ids) => ids.map((id) => world.treeOf(id).tree.get(id)),
    async editMessage(messageId, text) {
      world.write()
      const { conversationId, tree } = world.treeOf(messageId)
      const before = tree.get(messageId)
      if (before.role === 'document') throw new AppError('refused', 'A document cannot be edited here.')
      const made = before.role === 'user' ? question(conversationId, text) : reply(conversationId, { text })
      tree.set({ ...made, parentId: before.parentId, ...(made.role === 'assistant' && { isEdited: true }) })
      world.branch(conversationId, made.id)
      if (made.role === 'user') world.put(startReply(conversationId, made.id))
      return { messageId: made.id }
    },
    chooseVersion: async (messageId) => world.branch(world.treeOf(messageId).conversationId, messageId),
    setConversationSettings: async (conversationId, settings) => world.setReplySettings(conversationId, settings),
  }
}
