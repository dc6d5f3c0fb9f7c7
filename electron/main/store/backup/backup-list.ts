import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Backup } from '../../../../contract/backup-requests.js'
import { readObject } from '../../files/stored-file.js'
import { writeWhole } from '../../files/write-whole.js'
import { report } from '../../log/report.js'
import { isHeaderGood } from '../condition/header.js'
import { selectProblem } from '../condition/problems.js'
import { latestVersion } from '../migrate.js'
import { readRows, withPool } from '../pool.js'
import { backupFolder, listBackups, removeTraces } from './backup.js'
import { parseBackupNames } from './backup-retention.js'
import { countsSchema, selectCounts } from './count-file.js'

const count = z.number().int().nonnegative()

const foundSchema = z.object({
  /** With the time of its last change, says whether the file is the one that was checked. */
  bytes: count,
  changedAt: z.number(),
  state: z.enum(['good', 'damaged', 'newer']),
  counts: countsSchema.optional(),
})

type Found = z.infer<typeof foundSchema>

const foundFile = 'checked-backups.json'

/** What each backup holds and whether it is whole. A backup is read once; what was found is kept in a small file. */
export class BackupList {
  readonly #folder: string
  readonly #onChange: () => void
  readonly #found: Map<string, Found>
  #checking: Promise<void> = Promise.resolve()
  #isChecking = false

  /** `onChange` is called when another backup is checked. */
  constructor(dataFolder: string, onChange: () => void) {
    this.#folder = dataFolder
    this.#onChange = onChange
    this.#found = new Map(readFound(join(dataFolder, foundFile)))
  }

  /** Newest first. */
  list(): readonly Backup[] {
    return listBackups(this.#folder, Date.now()).map(({ file, at }): Backup => {
      const id = basename(file)
      const stats = statSync(file, { throwIfNoEntry: false })
      const found = this.#found.get(id)
      const isKnown = found !== undefined && found.bytes === stats?.size && found.changedAt === stats.mtimeMs
      const { state, counts } = isKnown ? found : { state: 'checking' as const, counts: undefined }
      return { id, at, bytes: stats?.size ?? 0, reason: reasonOf(id), state, ...(counts && { counts }) }
    })
  }

  /** Checks those that are new, one after the other. Resolves when all are known. */
  check(): Promise<void> {
    if (!this.#isChecking) {
      this.#isChecking = true
      this.#checking = this.#checkAll().finally(() => {
        this.#isChecking = false
      })
    }
    return this.#checking
  }

  async #checkAll(): Promise<void> {
    for (const { id } of this.list().filter(({ state }) => state === 'checking')) {
      const file = join(backupFolder(this.#folder), id)
      const stats = statSync(file, { throwIfNoEntry: false })
      if (!stats) continue
      this.#found.set(id, { bytes: stats.size, changedAt: stats.mtimeMs, ...(await examine(file)) })
      this.#onChange()
    }
    removeTraces(this.#folder)
    this.#save()
  }

  #save(): void {
    const ids = new Set(this.list().map(({ id }) => id))
    for (const id of this.#found.keys()) if (!ids.has(id)) this.#found.delete(id)
    try {
      writeWhole(join(this.#folder, foundFile), JSON.stringify(Object.fromEntries(this.#found)), { isSynced: false })
    } catch (error) {
      report('What was found of the backups could not be saved.', error) // the next start reads them again
    }
  }
}

function reasonOf(id: string): Backup['reason'] {
  const [name] = parseBackupNames([id])
  if (name?.isBeforeRestore) return 'before-restore'
  return name?.beforeVersion === undefined ? 'usual' : 'before-update'
}

/** Reads a whole file on SQLite's own threads. */
async function examine(file: string): Promise<Pick<Found, 'state' | 'counts'>> {
  try {
    if (!isHeaderGood(file)) return { state: 'damaged' }
    return await withPool(file, async (pool) => {
      const [version] = await readRows(pool, z.object({ user_version: count }), 'PRAGMA user_version')
      if ((version?.user_version ?? 0) > latestVersion) return { state: 'newer' }
      const [problem] = await pool.all(selectProblem)
      const [counts] = await readRows(pool, countsSchema, selectCounts)
      if (problem || !counts) return { state: 'damaged' }
      return { state: 'good', counts }
    })
  } catch (error) {
    report('A backup cannot be read.', error)
    return { state: 'damaged' }
  }
}

function readFound(file: string): readonly (readonly [string, Found])[] {
  try {
    return Object.entries(readObject(file)).flatMap(([id, value]) => {
      const found = foundSchema.safeParse(value)
      return found.success ? [[id, found.data] as const] : []
    })
  } catch {
    return [] // each is read again
  }
}
