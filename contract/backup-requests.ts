/** A copy of the whole store that Parley made by itself or on request. */
export interface Backup {
  /** The name of its file. */
  readonly id: string
  /** When it was made, in milliseconds since 1970. */
  readonly at: number
  readonly bytes: number
  readonly reason: 'usual' | 'before-update' | 'before-restore'
  /** `newer`: by a later version of Parley, which this one cannot read. */
  readonly state: 'checking' | 'good' | 'damaged' | 'newer'
  /** Absent until it is checked, and where it cannot be read. */
  readonly counts?: { readonly conversations: number; readonly messages: number }
}

/** A conversation in a backup. */
export interface BackedUpConversation {
  readonly id: string
  readonly title: string
  /** Milliseconds since 1970. */
  readonly updatedAt: number
  readonly messages: number
  /** How it stands in the store now. */
  readonly now: 'here' | 'trashed' | 'gone'
}

/** At most so many are listed at once; a search finds the others. */
export const maxBackedUpListed = 200

export interface BackupRequests {
  /** The newest first. Those that are not checked yet are checked in the background, told by `backupsChanged`. */
  listBackups(): Promise<readonly Backup[]>
  /** Resolves when the newest state has a checked backup. Fails with `disk-full`, `unknown`. */
  backUpNow(): Promise<void>
  /** Asks in a native dialog first, then starts the app again with the store of the backup. Returns false when cancelled. */
  restoreBackup(id: string): Promise<boolean>
  /** Those whose title has the words, the last used first, at most `maxBackedUpListed`. Fails with `not-found`, `store-damaged`. */
  listBackedUpConversations(backupId: string, words: string): Promise<readonly BackedUpConversation[]>
  /**
   * Adds what the store lacks of a conversation, with its documents, and takes it out of the Trash. Returns how many messages
   * were added. Fails with `not-found`, `store-damaged`, `disk-full`.
   */
  takeFromBackup(backupId: string, conversationId: string): Promise<number>
}

export const backupRequestNames = {
  listBackups: true,
  backUpNow: true,
  restoreBackup: true,
  listBackedUpConversations: true,
  takeFromBackup: true,
} satisfies Record<keyof BackupRequests, true>
