import { dialog } from 'electron'
import { isTemporary } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { Cuts } from '../runs/cuts.js'
import type { Replies } from '../runs/replies.js'
import type { Runs } from '../runs/runs.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import { asId, settingsOrDefaults } from './arguments.js'

export interface TemporaryOptions {
  readonly store: Store
  readonly runs: Pick<Runs, 'stop'>
  readonly cuts: Pick<Cuts, 'stop'>
  readonly replies: Pick<Replies, 'refuseBusy'>
  readonly settings: SettingsFile
  readonly onConversation: (...ids: readonly string[]) => void
  readonly onConversationsRemoved: (ids: readonly string[]) => void
}

/** Conversations that are only in memory. */
export function createTemporaryRequests(options: TemporaryOptions) {
  const { store, runs, cuts, replies, settings, onConversation, onConversationsRemoved } = options
  const asTemporary = (value: unknown): string => {
    const id = asId(value)
    if (!isTemporary(id)) throw new AppError('refused', 'This conversation is not temporary.')
    return id
  }

  return {
    async beginTemporary(given) {
      const { id } = store.temporary.begin(settingsOrDefaults(given, settings))
      onConversation(id)
      return id
    },
    async keepTemporary(given) {
      const id = asTemporary(given)
      replies.refuseBusy(id)
      const kept = store.temporary.keep(id)
      onConversation(kept)
      onConversationsRemoved([id])
      void store.fillSearchIndex()
      return kept
    },
    async closeTemporary(given) {
      const id = asTemporary(given)
      const isEmpty = store.messages.pathIds(id).length === 0
      if (!isEmpty && !(await isSure())) return false
      await Promise.all([runs.stop(id), cuts.stop(id)])
      store.temporary.close(id)
      onConversationsRemoved([id])
      return true
    },
  } satisfies Partial<RequestHandlers>
}

async function isSure(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: 'Close this temporary conversation?',
    detail: 'It is not saved anywhere, so it is gone then. To have it later, keep it instead.',
    buttons: ['Close', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  })
  return response === 0
}
