import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFile, requireExport } from '../../history/importing/import-file.js'
import { openStore, storeFile } from '../../store/open-store.js'

/** Of an import into the index; what is left is done by the app, or before the next search. */
const maxIndexMs = 20_000

export async function runImport(folder: string, file: string, isDry: boolean) {
  // Opening a store may create or repair it.
  await requireExport(file)
  return isDry ? withCopy(folder, (copy) => importInto(copy, file, true)) : importInto(folder, file, false)
}

async function importInto(folder: string, file: string, isDry: boolean) {
  const store = openStore(folder)
  try {
    const { conversations, messages, skipped, unchanged } = await importFile(store.archive, file, { isDry })
    if (unchanged > 0) console.error(`${unchanged} conversations are here already.`)
    const start = performance.now()
    const isTimeUp = () => performance.now() - start >= maxIndexMs
    while (!isDry && !isTimeUp() && !store.archive.fillSlice(isTimeUp));
    return { conversations, messages, skipped }
  } finally {
    store.close()
  }
}

/** Opening a store writes to its folder, and may repair it: what must write nothing works on a copy. */
async function withCopy<T>(folder: string, use: (copy: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'parley-dry-run-'))
  try {
    for (const name of [storeFile, `${storeFile}-wal`, 'last-known.json'])
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name), constants.COPYFILE_FICLONE)
    return await use(copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
