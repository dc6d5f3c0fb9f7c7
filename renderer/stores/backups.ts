import { create } from 'zustand'
import type { BackedUpConversation, Backup } from '../../contract/backup-requests.js'
import { listen, request } from '../bridge.js'
import { plural } from '../ui/words.js'
import { notify, reportError } from './view.js'

interface BackupsStore {
  /** Undefined until they are known. */
  readonly backups: readonly Backup[] | undefined
  readonly isBackingUp: boolean
  /** The backup that the user looks into, with the conversations found in it. */
  readonly opened: {
    readonly backup: Backup
    readonly conversations: readonly BackedUpConversation[] | undefined
  } | null
}

export const useBackups = create<BackupsStore>(() => ({ backups: undefined, isBackingUp: false, opened: null }))

let isListening = false

export function loadBackups(): void {
  if (!isListening) listen('backupsChanged', (backups) => useBackups.setState({ backups }))
  isListening = true
  request.listBackups().then((backups) => useBackups.setState({ backups }), reportError)
}

export async function backUpNow(): Promise<void> {
  useBackups.setState({ isBackingUp: true })
  try {
    await request.backUpNow()
    notify({ message: 'Everything is backed up' })
  } catch (error) {
    reportError(error)
  } finally {
    useBackups.setState({ isBackingUp: false })
  }
}

export function restoreBackup(id: string): void {
  request.restoreBackup(id).catch(reportError)
}

export function lookInto(backup: Backup, words = ''): void {
  const { opened } = useBackups.getState()
  const shown = opened?.backup.id === backup.id ? opened.conversations : undefined
  useBackups.setState({ opened: { backup, conversations: shown } })
  request.listBackedUpConversations(backup.id, words).then((conversations) => {
    if (useBackups.getState().opened?.backup.id === backup.id)
      useBackups.setState({ opened: { backup, conversations } })
  }, reportError)
}

export const closeBackup = () => useBackups.setState({ opened: null })

/** Brings a conversation of the opened backup back, then shows the list as it is now. */
export async function takeFromBackup(
  backup: Backup,
  { id, title }: BackedUpConversation,
  words: string,
): Promise<void> {
  try {
    const added = await request.takeFromBackup(backup.id, id)
    notify({
      message:
        added === 0
          ? `“${title}” is here, with all that the backup has of it`
          : `“${title}” is back: ${plural(added, 'message')}`,
    })
  } catch (error) {
    reportError(error)
  }
  lookInto(backup, words)
}
