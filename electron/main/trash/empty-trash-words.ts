import { maxDailyBackups, maxMigrationBackups, maxWeeklyBackups } from '../store/backup/backup-retention.js'

/** Where what was deleted remains, and for how long. */
const remains = (they: 'it' | 'them') =>
  `Only backups still have ${they}: those of the last ${maxDailyBackups} days and ${maxWeeklyBackups} weeks in which you used Parley, and the last ${maxMigrationBackups} before an update. Settings ▸ Backups shows them.`

/** What the dialog says before the Trash is emptied. */
export const emptyTrashWords = (count: number) =>
  count === 1
    ? { message: 'Delete the conversation in the Trash?', detail: remains('it') }
    : {
        message: `Delete the ${count.toLocaleString('en')} conversations in the Trash?`,
        detail: remains('them'),
      }

/** What the dialog says before one conversation is deleted from the Trash. */
export const deleteWords = (title: string) => ({ message: `Delete “${title}” for good?`, detail: remains('it') })
