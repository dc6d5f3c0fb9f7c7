import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SetupError, say } from './run.mjs'

const pollMs = 200
const longestMs = 20 * 60_000

/** Only one process at a time does `work` under the file `lock`; the lock of a process that died is taken over. */
export async function withLock(lock, work) {
  await take(lock)
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

async function take(lock) {
  const giveUpAt = Date.now() + longestMs
  let hasTold = false
  while (!claim(lock)) {
    const owner = ownerOf(lock)
    if (owner !== undefined && !isAlive(owner)) {
      rmSync(lock, { force: true })
      continue
    }
    if (Date.now() > giveUpAt) throw new SetupError(`Another set-up never ended. If none is running, delete ${lock}.`)
    if (!hasTold) say('Waiting for another set-up that is at the same step …')
    hasTold = true
    await delay(pollMs)
  }
}

/** A link appears whole, with the owner in it, or not at all. */
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
    if (error.code === 'ENOENT') return undefined // given back meanwhile
    throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM' // alive, and another user's
  }
}
