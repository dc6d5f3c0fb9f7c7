import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type FolderFile, isPackage, maxFolderEntries } from '../../../contract/folders.js'

export interface ListedFile extends FolderFile {
  /** On this computer. */
  readonly place: string
}

/**
 * The files of a folder and of the folders in it, at most `maxFolderEntries`. Follows no links, which may lead in circles or
 * out of what the user chose.
 */
export async function listFolder(folder: string): Promise<readonly ListedFile[]> {
  const files: ListedFile[] = []
  const waiting = ['']
  while (waiting.length > 0 && files.length < maxFolderEntries) {
    const inside = waiting.shift() ?? ''
    const entries: Dirent[] = await readdir(join(folder, inside), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      if (entry.isDirectory() && !isPackage(entry.name) && !entry.name.startsWith('.')) waiting.push(path)
      else if (entry.isFile() || entry.isDirectory()) files.push(await listed(join(folder, path), path))
      if (files.length >= maxFolderEntries) break
    }
  }
  return files
}

async function listed(place: string, path: string): Promise<ListedFile> {
  const found = await stat(place).catch(() => undefined)
  return { place, path, bytes: found?.isFile() ? found.size : 0 }
}
