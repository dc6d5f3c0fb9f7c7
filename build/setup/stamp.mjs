import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { withLock } from './lock.mjs'

export const stampName = '.parley-stamp'

/**
 * Hashes the names and bytes of files and of everything in folders; a missing path has a hash as well. The hash does not
 * depend on the location, so that clones can share build results.
 * @param {readonly string[]} paths
 */
export function hashOf(paths, ...salt) {
  const hash = createHash('sha256').update(JSON.stringify(salt))
  const add = (path, name) => {
    if (!existsSync(path)) return hash.update(`missing ${name}\n`)
    if (!statSync(path).isDirectory()) return hash.update(`${name}\n`).update(readFileSync(path))
    for (const inner of readdirSync(path).sort()) add(join(path, inner), `${name}/${inner}`)
  }
  for (const path of paths) add(path, basename(path))
  return hash.digest('hex')
}

/** Whether `folder` was made from the inputs with this hash. */
export function isMade(folder, hash) {
  const stamp = join(folder, stampName)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
}

/**
 * Runs `work`, which makes `folder`, unless the folder is up to date. If several processes call this at once, one runs
 * `work` and the others wait. Returns whether `work` ran.
 */
export async function once(folder, hash, work, lock = `${folder}.lock`) {
  if (isMade(folder, hash)) return false
  return withLock(lock, async () => {
    if (isMade(folder, hash)) return false
    await work()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, stampName), hash)
    return true
  })
}
