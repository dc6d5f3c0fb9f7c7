import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { withLock } from './lock.mjs'

export const stampName = '.parley-stamp'

/**
 * One hash over the names and bytes of files and of everything below folders; what is missing counts as missing. It does
 * not depend on where they lie, so that clones can share what was made of them.
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

/** Whether `folder` was made of what this hash stands for. */
export function isMade(folder, hash) {
  const stamp = join(folder, stampName)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
}

/**
 * Does `work`, which makes `folder`, unless it is made already. Of several processes that come at once one does it and
 * the others wait. Answers whether it was done.
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
