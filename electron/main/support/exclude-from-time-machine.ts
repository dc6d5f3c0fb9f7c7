import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { report } from '../log/report.js'

/** On a Mac, keeps folders out of Time Machine whose content can be downloaded again: models take more than all else together. */
export function excludeFromTimeMachine(folders: readonly string[]): void {
  if (process.platform !== 'darwin') return
  for (const folder of folders.filter((each) => existsSync(each)))
    execFile('/usr/bin/tmutil', ['addexclusion', folder], (error) => {
      if (error) report('A folder could not be kept out of Time Machine.', error)
    })
}
