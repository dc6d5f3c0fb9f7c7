import { mkdirSync, renameSync } from 'node:fs'
import { basename, join, parse } from 'node:path'
import { kindOf } from './path-kind.js'

/** The folder for what Parley replaced and keeps; another one when something else has its name. */
export function damagedFolder(dataFolder: string): string {
  const folder = freePath(join(dataFolder, 'damaged'), (path) => ['absent', 'folder'].includes(kindOf(path)))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Moves a file, or whatever is at `path`, to the folder of damaged files. Returns its new path. */
export function setAside(path: string, dataFolder: string, name = basename(path)): string {
  const target = freePath(join(damagedFolder(dataFolder), name))
  renameSync(path, target)
  return target
}

/** `path`, or the first of `name-2.ext`, `name-3.ext`, … that is free. */
export function freePath(path: string, isFree = (each: string) => kindOf(each) === 'absent'): string {
  const { dir, name, ext } = parse(path)
  let free = path
  for (let number = 2; !isFree(free); number++) free = join(dir, `${name}-${number}${ext}`)
  return free
}
