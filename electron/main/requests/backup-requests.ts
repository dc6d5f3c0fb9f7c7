import { app, dialog } from 'electron'
import type { Backup } from '../../../contract/backup-requests.js'
import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import { emit } from '../ipc.js'
import type { BackupList } from '../store/backup/backup-list.js'
import { backupFile, listBackedUp, takeOut } from '../store/backup/look-into.js'
import { chooseBackup } from '../store/backup/restore.js'
import type { Store } from '../store/store.js'
import { planNextStart } from '../support/next-start.js'
import { windowInFront } from '../window/windows.js'
import { asId, asText } from './arguments.js'

export interface BackupOptions {
  readonly store: Store
  readonly dataFolder: string
  readonly backups: BackupList
  /** Many conversations have come or gone. */
  readonly onConversations: () => void
}

const maxNameCharacters = 100
const maxSearchCharacters = 1_000

/** The backups of the store: what they hold, and back out of them. */
export function createBackupRequests({ store, dataFolder, backups, onConversations }: BackupOptions) {
  const asBackupId = (value: unknown): string => {
    const id = asText(value, maxNameCharacters)
    backupFile(dataFolder, id)
    return id
  }
  const now = (id: string) => {
    try {
      return store.conversations.get(id).trashedAt === undefined ? 'here' : 'trashed'
    } catch {
      return 'gone'
    }
  }
  return {
    async listBackups() {
      void backups.check()
      return backups.list()
    },
    async backUpNow() {
      if (!(await store.backUp()))
        throw new AppError('unknown', 'The backup could not be made. Check that there is space on the disk.')
      await backups.check()
      emit('backupsChanged', backups.list())
    },
    async restoreBackup(value) {
      const id = asBackupId(value)
      const backup = backups.list().find((each) => each.id === id)
      if (backup?.state !== 'good') throw new AppError('refused', 'Only a backup that was checked can be restored.')
      if (!(await asksToRestore(backup))) return false
      chooseBackup(dataFolder, id)
      planNextStart(dataFolder, { kind: 'restore' })
      app.relaunch()
      app.quit()
      return true
    },
    async listBackedUpConversations(value, words) {
      const found = await listBackedUp(dataFolder, asBackupId(value), asText(words, maxSearchCharacters))
      return found.map((each) => ({ ...each, now: now(each.id) }) as const)
    },
    async takeFromBackup(value, conversationId) {
      try {
        return await takeOut(store, dataFolder, asBackupId(value), asId(conversationId))
      } finally {
        onConversations()
        void store.fillSearchIndex()
      }
    },
  } satisfies Partial<RequestHandlers>
}

async function asksToRestore({ at, counts }: Backup): Promise<boolean> {
  const options: Electron.MessageBoxOptions = {
    type: 'warning',
    message: `Restore the backup of ${new Date(at).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short' })}?`,
    detail: `Parley starts again with the ${counts?.conversations.toLocaleString('en')} conversations and ${counts?.messages.toLocaleString('en')} messages of that time. What is here now is kept as a backup, so that you can come back to it.`,
    buttons: ['Restore', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  }
  const window = windowInFront()
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
  return response === 0
}
