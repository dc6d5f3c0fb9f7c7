import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { workFolder } from '../download.js'

/** Returns the repositories of which a folder of models holds half a download, e.g. "lab/heron". */
export async function halfDownloads(root: string): Promise<readonly string[]> {
  const owners = await foldersIn(root)
  const found = await Promise.all(
    owners.map(async (owner) => {
      const names = await foldersIn(join(root, owner))
      const halves = await Promise.all(names.map((name) => foldersIn(join(root, owner, name))))
      return names.filter((_, index) => halves[index]?.includes(workFolder)).map((name) => `${owner}/${name}`)
    }),
  )
  return found.flat()
}

/** About how many bytes of a download lie in its folder: what the system has allocated for them. */
export async function arrivedBytes(folder: string): Promise<number> {
  const work = join(folder, workFolder)
  const names = await readdir(work).catch(() => [])
  const parts = names.filter((name) => name.endsWith('.part'))
  const sizes = await Promise.all(parts.map((name) => stat(join(work, name)).catch(() => undefined)))
  return sizes.reduce((sum, found) => sum + (found ? Math.min(found.size, found.blocks * blockBytes) : 0), 0)
}

/** Of `Stats.blocks`, on every system. */
const blockBytes = 512

async function foldersIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}
