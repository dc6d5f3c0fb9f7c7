import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { setAside } from './set-aside.js'

/** Chromium's lock on the data folder: links or files. */
const locks: readonly string[] = ['SingletonLock', 'SingletonCookie', 'SingletonSocket']

/**
 * Makes the data folder usable before Chromium takes its lock there, because without the lock the app would end without
 * a word. Returns a sentence for the user when the folder cannot be used.
 */
export function prepareDataFolder(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    rmdirSync(mkdtempSync(join(folder, 'writable-')))
    for (const name of readdirSync(folder))
      if (isInChromiumsWay(name, lstatSync(join(folder, name)))) setAside(join(folder, name), folder)
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') return undefined // the store says it better
    return `Parley keeps your conversations in the folder ${folder} and cannot write there (${code}). Nothing was changed. Check that it is a folder that you may write to, and open Parley again.`
  }
}

/** Chromium waits for another program when it opens a FIFO. The files of Parley itself are looked after where they are read. */
function isInChromiumsWay(name: string, stats: Stats): boolean {
  if (locks.includes(name) && stats.isDirectory()) return true
  const isOwn = name.startsWith('parley.db') || name.endsWith('.json') || name.endsWith('.json.new')
  return !isOwn && (stats.isFIFO() || stats.isSocket() || stats.isCharacterDevice() || stats.isBlockDevice())
}
