import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { ContextMeter } from '../runs/context.js'
import type { Cuts } from '../runs/cuts.js'
import { attachedTo } from '../runs/placed-documents.js'
import type { Replies } from '../runs/replies.js'
import type { Runs } from '../runs/runs.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import { asId, asReplySettings, asText, maxMessageCharacters } from './arguments.js'

export interface ContextOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly runs: Runs
  readonly replies: Replies
  readonly cuts: Cuts
  readonly meter: ContextMeter
  readonly settings: SettingsFile
}

/** The prompt, its size, and the cuts in it. */
export function createContextRequests(options: ContextOptions) {
  const { store, engine, runs, replies, cuts, meter, settings } = options

  return {
    async countContext(conversationId, draft, value, folderId) {
      const id = conversationId === null ? null : asId(conversationId)
      const given = value === undefined ? undefined : asReplySettings(value)
      const prompt = await meter.countPrompt({
        path: id === null ? [] : await runs.pathInTurns(id),
        cuts: id === null ? [] : store.cuts.ofConversation(id),
        settings: replies.promptSettings(given ?? (id === null ? settings.value.defaults : replies.settingsOf(id))),
        draft: asText(draft, maxMessageCharacters),
        documentIds: attachedTo(store, id),
        lentIds: replies.inheritance.documentIdsOf(id, folderId === undefined ? undefined : asId(folderId)),
      })
      return prompt?.count ?? null
    },
    dropOldest: async (conversationId, draft = '') =>
      cuts.dropOldest(asId(conversationId), asText(draft, maxMessageCharacters)),
    async foldOldest(conversationId, draft = '') {
      await cuts.foldOldest(asId(conversationId), asText(draft, maxMessageCharacters))
    },
    async editCut(cutId, summary) {
      const text = asText(summary, maxMessageCharacters).trim()
      if (text === '') throw new AppError('refused', 'A summary needs some text. Undo it to be without one.')
      cuts.edit(asId(cutId), text)
    },
    async undoCut(cutId) {
      await cuts.undo(asId(cutId))
    },
    async restoreCut(cutId) {
      cuts.restore(asId(cutId))
    },
    async showPrompt(conversationId, messageId) {
      if (messageId === undefined) return engine.showPrompt(await replies.nextRequest(asId(conversationId)))
      const reply = store.messages.get(asId(messageId))
      if (reply.role !== 'assistant') throw new AppError('refused', 'Only a reply has a prompt to show.')
      return engine.showPrompt(replies.requestOf(reply))
    },
  } satisfies Partial<RequestHandlers>
}
