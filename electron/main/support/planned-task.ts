import { forgetChosen, restoreBackup } from '../store/backup/restore.js'
import { deleteData, forgetTask, plannedTask } from './next-start.js'

/** Does what was planned for this start, before anything in the data folder is open. Returns sentences for the user. */
export function doPlannedTask(dataFolder: string): readonly string[] {
  const task = plannedTask(dataFolder)
  switch (task?.kind) {
    case undefined:
      forgetChosen(dataFolder)
      return []
    case 'delete-data':
      return [deleteData(dataFolder, task.keepsModels)]
    case 'restore': {
      const notice = restoreBackup(dataFolder, Date.now())
      forgetTask(dataFolder)
      forgetChosen(dataFolder)
      return [notice]
    }
  }
}
