import { maxDailyBackups, maxMigrationBackups, maxWeeklyBackups } from '../store/backup/backup-retention.js'

/** Where what was deleted remains, and for how long. A backup has only what was there when it was made. */
const remains = (they: 'it' | 'them', hasBackups: boolean) =>
  hasBackups
    ? `Only backups that were made meanwhile still have ${they}: those of the last ${maxDailyBackups} days and ${maxWeeklyBackups} weeks in which you used Parley, and the last ${maxMigrationBackups} before an update. Settings ▸ Backups shows them.`
    : `There is no backup yet, so nothing will have ${they} any more.`

/** What the dialog says before the Trash is emptied. */
export const emptyTrashWords = (count: number, hasBackups: boolean) =>
  count === 1
    ? { message: 'Delete the conversation in the Trash?', detail: remains('it', hasBackups) }
    : {
        message: `Delete the ${count.toLocaleString('en')} conversations in the Trash?`,
        detail: remains('them', hasBackups),
      }

/** What the dialog says before one conversation is deleted from the Trash. */
export const deleteWords = (title: string, hasBackups: boolean) => ({
  message: `Delete “${title}” for good?`,
  detail: remains('it', hasBackups),
})
