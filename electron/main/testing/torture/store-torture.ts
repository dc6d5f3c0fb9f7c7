import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { randomFrom } from '../../../../build/torture/random.mjs'
import { checkFile, listBackups } from '../../store/backup/backup.js'
import { Database } from '../../store/database.js'
import { latestVersion } from '../../store/migrate.js'
import { openStore, storeFile } from '../../store/open-store.js'
import { Facts } from './facts.js'
import { live } from './torture-child.js'

/** Stores that grow without end would make each check slower than the one before. */
const cyclesPerStore = 40
/** A kill comes after so many printed lines: at any step of any operation, however fast the machine is. */
const maxLines = 600

/**
 * `node store-torture.cjs N S`: uses the real store in a process that is killed at a random moment, N
 * times, and checks after each kill all that was acknowledged: characters, tree, search, integrity_check and backups.
 * Prints { acknowledged, lost, corrupt, p50ReopenMs }; what is wrong goes to stderr, and the data is kept then.
 */
async function torture(cycles: number, seed: number) {
  const random = randomFrom(seed)
  const result = { acknowledged: 0, lost: 0, corrupt: 0 }
  const reopenMs: number[] = []
  for (let done = 0; done < cycles; ) {
    const folder = mkdtempSync(join(tmpdir(), 'parley-store-torture-'))
    const facts = new Facts()
    // Each third store begins as one of an earlier version.
    const oldVersion = random(3) < 1 ? 1 + Math.floor(random(latestVersion - 1)) : 0
    let problems = 0
    for (let inStore = 0; inStore < cyclesPerStore && done < cycles; inStore++, done++) {
      await runAndKill(folder, Math.floor(random(2 ** 31)), inStore === 0 ? oldVersion : 0, random(maxLines), facts)
      const { damage, lost } = check(folder, facts)
      if (damage.length > 0) result.corrupt++
      result.lost += lost.length
      problems += damage.length + lost.length
      for (const line of [...damage, ...lost]) console.error(`cycle ${done + 1}: ${line}`)
    }
    result.acknowledged += facts.acknowledged
    reopenMs.push(...facts.reopenMs)
    if (problems === 0) rmSync(folder, { recursive: true, force: true })
    else console.error(`The data is kept in ${folder} (seed ${seed}).`)
  }
  return { ...result, p50ReopenMs: reopenMs.toSorted((a, b) => a - b)[Math.floor(reopenMs.length / 2)] ?? 0 }
}

async function runAndKill(folder: string, seed: number, oldVersion: number, lines: number, facts: Facts) {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'live', folder, String(seed), String(oldVersion)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    facts.take(line)
    if (++count >= lines) child.kill('SIGKILL')
  }
}

function check(folder: string, facts: Facts): { readonly damage: readonly string[]; readonly lost: readonly string[] } {
  const db = new Database(join(folder, storeFile), { readOnly: true })
  const found = db.prepare<{ integrity_check: string }>('PRAGMA integrity_check').all()
  const orphans = db.prepare('PRAGMA foreign_key_check').all()
  db.close()
  const store = openStore(folder)
  try {
    const damage = [
      ...found.map((row) => row.integrity_check).filter((result) => result !== 'ok'),
      ...orphans.map((row) => `A row refers to a missing one: ${JSON.stringify(row)}`),
      ...store.openingNotices,
      ...listBackups(folder).flatMap(({ file }) => checkFile(file) ?? []),
    ]
    return { damage, lost: facts.lostFrom(store) }
  } finally {
    store.close()
  }
}

const [, , mode, ...args] = process.argv
if (mode === 'live') {
  const [folder = '', seed = '0', oldVersion = '0'] = args
  void live(folder, randomFrom(Number(seed)), Number(oldVersion))
} else {
  const [cycles = '1', seed = '1'] = [mode, ...args].filter((argument) => argument !== '--')
  torture(Number(cycles), Number(seed)).then((result) => process.stdout.write(`${JSON.stringify(result)}\n`))
}
