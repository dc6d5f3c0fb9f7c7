import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { Models } from '../models/models.js'
import type { QueuedMessages } from '../runs/queued-messages.js'
import type { Replies } from '../runs/replies.js'
import type { Runs } from '../runs/runs.js'
import { versionTree } from '../runs/version-tree.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import {
  asId,
  asIdOrNull,
  asMessageIds,
  asRetryChange,
  asText,
  maxMessageCharacters,
  settingsOrDefaults,
} from './arguments.js'

export interface ReplyOptions {
  readonly store: Pick<Store, 'messages' | 'jobs'>
  readonly runs: Runs
  readonly replies: Replies
  readonly queued: QueuedMessages
  readonly models: Models
  readonly settings: SettingsFile
}

/** Messages, their replies and versions. */
export function createReplyRequests({ store, runs, replies, queued, models, settings }: ReplyOptions) {
  const asMessage = (text: unknown) => {
    const content = asText(text, maxMessageCharacters)
    if (content.trim() === '') throw new AppError('refused', 'A message needs some text.')
    return content
  }

  return {
    async loadMessages(conversationId, ids) {
      const id = asId(conversationId)
      return runs.these(id, asMessageIds(ids)).filter((message) => message.conversationId === id)
    },
    sendMessage: async (conversationId, text, given, folderId) =>
      replies.send(
        asIdOrNull(conversationId),
        asMessage(text),
        settingsOrDefaults(given, settings),
        folderId === undefined ? undefined : asId(folderId),
      ),

    async queueMessage(conversationId, text) {
      queued.add(asId(conversationId), asMessage(text))
    },
    takeBackQueued: async (id) => queued.takeBack(asId(id)),
    async removeQueued(id) {
      queued.remove(asId(id))
    },
    async sendQueued(conversationId) {
      queued.sendNext(asId(conversationId))
    },
    async stopReply(conversationId) {
      await runs.stop(asId(conversationId))
    },
    async answerNow(conversationId) {
      await runs.answerNow(asId(conversationId))
    },
    async regenerateReply(messageId, change) {
      const id = asId(messageId)
      const given = asRetryChange(change)
      if (given.modelId !== undefined) await models.checkFolders()
      replies.regenerate(id, given)
    },
    async repeatReply(messageId) {
      const id = asId(messageId)
      await models.checkFolders()
      replies.repeat(id)
    },
    async continueReply(messageId) {
      replies.continueReply(asId(messageId))
    },
    editMessage: async (messageId, text) => replies.edit(asId(messageId), asMessage(text)),
    listVersions: async (conversationId) => versionTree(store, asId(conversationId)),
    async chooseVersion(messageId) {
      replies.choose(asId(messageId))
    },
    async readAll(messageId) {
      replies.readAll(asId(messageId))
    },
    readSources: async (messageId) => replies.sources(asId(messageId)),
  } satisfies Partial<RequestHandlers>
}
