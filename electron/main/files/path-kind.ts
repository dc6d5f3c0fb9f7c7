import { lstatSync, statSync } from 'node:fs'

/** What is at a path. `dangling`: a link to nothing. `other`: a FIFO, a socket or a device. */
export type PathKind = 'absent' | 'file' | 'folder' | 'dangling' | 'other'

/** Follows links and opens nothing, because opening a FIFO waits until another program writes to it. */
export function kindOf(path: string): PathKind {
  const link = lstatSync(path, { throwIfNoEntry: false })
  if (!link) return 'absent'
  const target = link.isSymbolicLink() ? statTarget(path) : link
  if (!target) return 'dangling'
  if (target.isFile()) return 'file'
  return target.isDirectory() ? 'folder' : 'other'
}

/** Undefined for a link to nothing, or to itself. */
function statTarget(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
