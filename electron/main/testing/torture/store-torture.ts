import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { randomFrom } from '../../../../build/torture/random.mjs'
import { checkFile, listBackups } from '../../store/backup/backup.js'
import { Database } from '../../store/database.js'
import { latestVersion } from '../../store/migrate.js'
import { openStore, storeFile } from '../../store/open-store.js'
import { Facts } from './facts.js'
import { type Life, live } from './torture-child.js'

/** Most of a cycle would be the start of its process, so each kill is one of several stores: a cycle of each. */
const storesPerProcess = 8
/** At a kill as many stores are within a call, the others between two calls. */
const threads = 2
/** Stores that grow without end would make each check slower than the one before. */
const cyclesPerStore = 10
/** A kill comes after so many printed lines: at any step of any operation, however fast the machine is. */
const maxLines = 120 * storesPerProcess

interface TortureStore {
  readonly folder: string
  readonly facts: Facts
  readonly oldVersion: number
  problems: number
}

/**
 * `node store-torture.cjs N S`: uses real stores in a process that is killed at a random moment, until there were N cycles of a
 * store, and checks after each kill all that was acknowledged: characters, tree, search, integrity_check and backups.
 * Prints { cycles, acknowledged, lost, corrupt, p50ReopenMs }; what is wrong goes to stderr, and the data is kept then.
 */
async function torture(cycles: number, seed: number) {
  const random = randomFrom(seed)
  const result = { cycles: 0, acknowledged: 0, lost: 0, corrupt: 0 }
  const reopenMs: number[] = []
  while (result.cycles < cycles) {
    const stores = Array.from(
      { length: Math.min(storesPerProcess, cycles - result.cycles) },
      (): TortureStore => ({
        folder: mkdtempSync(join(tmpdir(), 'parley-store-torture-')),
        facts: new Facts(),
        // Each third store begins as one of an earlier version.
        oldVersion: random(3) < 1 ? 1 + Math.floor(random(latestVersion - 1)) : 0,
        problems: 0,
      }),
    )
    for (let before = 0; before < cyclesPerStore && result.cycles < cycles; before++) {
      const used = stores.slice(0, cycles - result.cycles)
      await runAndKill(used, before, random)
      for (const store of used) {
        result.cycles++
        const { damage, lost } = check(store)
        if (damage.length > 0) result.corrupt++
        result.lost += lost.length
        store.problems += damage.length + lost.length
        for (const line of [...damage, ...lost]) console.error(`cycle ${result.cycles}: ${line}`)
      }
    }
    for (const { folder, facts, problems } of stores) {
      result.acknowledged += facts.acknowledged
      reopenMs.push(...facts.reopenMs)
      if (problems === 0) rmSync(folder, { recursive: true, force: true })
      else console.error(`The data is kept in ${folder} (seed ${seed}).`)
    }
  }
  return { ...result, p50ReopenMs: reopenMs.toSorted((a, b) => a - b)[Math.floor(reopenMs.length / 2)] ?? 0 }
}

/** Resolves when the process is dead and all that it printed is in the facts of the stores. */
async function runAndKill(stores: readonly TortureStore[], before: number, random: (below: number) => number) {
  const lives = stores.map(
    ({ folder, oldVersion }): Life => ({
      folder,
      seed: Math.floor(random(2 ** 31)),
      before,
      oldVersion: before === 0 ? oldVersion : 0,
    }),
  )
  const lines = random(maxLines)
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'live', JSON.stringify(lives)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const [name = ''] = line.split(' ', 1)
    stores[Number(name)]?.facts.take(line.slice(name.length + 1))
    if (++count >= lines) child.kill('SIGKILL')
  }
  if ((await ended) !== 'SIGKILL') throw new Error('The process that used the stores ended by itself.')
}

function check({ folder, facts }: TortureStore): {
  readonly damage: readonly string[]
  readonly lost: readonly string[]
} {
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

/** Each thread uses its share of the stores, which take turns. */
function liveAll(lives: readonly Life[], thread: number): void {
  for (const [name, life] of lives.entries()) if (name % threads === thread) void live(life, String(name))
}

const [, script = '', mode, ...args] = process.argv
if (!isMainThread) liveAll(workerData.lives, workerData.thread)
else if (mode === 'live') {
  const lives: readonly Life[] = JSON.parse(args[0] ?? '[]')
  for (let thread = 1; thread < Math.min(threads, lives.length); thread++)
    new Worker(script, { workerData: { lives, thread } })
  liveAll(lives, 0)
} else {
  const [cycles = '1', seed = '1'] = [mode, ...args].filter((argument) => argument !== '--')
  torture(Number(cycles), Number(seed)).then((result) => process.stdout.write(`${JSON.stringify(result)}\n`))
}
