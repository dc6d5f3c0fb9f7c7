import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * One hash over the names and bytes of files and of everything below folders; what is missing counts as missing.
 * @param {readonly string[]} paths
 */
export function hashOf(paths, ...salt) {
  const hash = createHash('sha256').update(JSON.stringify(salt))
  const add = (path) => {
    if (!existsSync(path)) return hash.update(`missing ${path}\n`)
    if (!statSync(path).isDirectory()) return hash.update(path).update(readFileSync(path))
    for (const name of readdirSync(path).sort()) add(join(path, name))
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

/** Does `work` unless the stamp says that it was done for this very hash; writes the stamp after it. */
export async function once(stamp, hash, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false
  await work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
  return true
}
