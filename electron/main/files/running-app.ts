import { readlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../contract/errors.js'

/**
 * Throws `refused` while Parley uses the folder. Chromium's lock there is a link to `HOST-PID`; a killed app leaves it
 * behind, and its number may belong to another program by now, so the app is also asked.
 */
export async function requireNotRunning(folder: string): Promise<void> {
  const owner = linkTarget(join(folder, 'SingletonLock'))
  const [, host, pid] = /^(.*)-(\d+)$/.exec(owner ?? '') ?? []
  if (pid === undefined) return
  const isRunning =
    host === hostname() ? isAlive(Number(pid)) && (await answers(join(folder, 'SingletonSocket'))) : true
  if (isRunning)
    throw new AppError('refused', 'Parley is running. Quit it first, because it and this command would both write.')
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    // The link's target: a path of a socket has about a hundred characters at most, and a data folder may have more.
    const connection = connect(linkTarget(socket) ?? socket)
    connection.once('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.once('error', () => resolve(false))
  })
}
