import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SetupError, say } from './run.mjs'

const pollMs = 200
const maxWaitMs = 20 * 60_000

/** Runs `work` under the lock file `lock`, one process at a time. Replaces the lock of a process that died. */
export async function withLock(lock, work) {
  await take(lock)
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

async function take(lock) {
  const giveUpAt = Date.now() + maxWaitMs
  let hasNotified = false
  while (!claim(lock)) {
    const owner = ownerOf(lock)
    if (owner !== undefined && !isAlive(owner)) {
      rmSync(lock, { force: true })
      continue
    }
    if (Date.now() > giveUpAt)
      throw new SetupError(`Another set-up did not finish. If none is running, delete ${lock}.`)
    if (!hasNotified) say('Waiting for another set-up to finish the same step …')
    hasNotified = true
    await delay(pollMs)
  }
}

/** Uses a link because it is atomic: the lock file always contains its owner. */
function claim(lock) {
  mkdirSync(dirname(lock), { recursive: true })
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined // released in the meantime
    throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM' // alive, but owned by another user
  }
}
