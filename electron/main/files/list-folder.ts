import type { Dirent } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type FolderFile, isPackage, maxFolderDepth, maxFolderEntries } from '../../../contract/folders.js'

export interface ListedFile extends FolderFile {
  /** On this computer. */
  readonly place: string
}

/**
 * The files of a folder and of the folders in it, `maxFolderDepth` deep. Looks at no more than `maxEntries` files and folders. Follows no links, which may lead in circles or out of what the user chose.
 */
export async function listFolder(folder: string, maxEntries = maxFolderEntries): Promise<readonly ListedFile[]> {
  const files: ListedFile[] = []
  let looked = 0
  let level = ['']
  for (let depth = 0; depth < maxFolderDepth && level.length > 0; depth++) {
    const below: string[] = []
    for (const inside of level) {
      for await (const entry of entriesOf(join(folder, inside))) {
        if (++looked > maxEntries) return files
        const path = inside === '' ? entry.name : `${inside}/${entry.name}`
        if (entry.isDirectory() && !isPackage(entry.name) && !entry.name.startsWith('.')) below.push(path)
        else if (entry.isFile() || entry.isDirectory()) files.push(await listed(join(folder, path), path))
      }
    }
    level = below
  }
  return files
}

/** One by one: a folder may have millions. What can't be opened is empty. */
async function* entriesOf(folder: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(folder)
  } catch {
    // There is nothing to list, and what the folder's other entries hold is listed all the same.
  }
}

async function listed(place: string, path: string): Promise<ListedFile> {
  const found = await stat(place).catch(() => undefined)
  return { place, path, bytes: found?.isFile() ? found.size : 0 }
}
