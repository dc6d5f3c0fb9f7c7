import {
  closeSync,
  copyFileSync,
  cpSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { listBackups } from '../store/backup/backup.js'
import { Database } from '../store/database.js'
import { storeFile } from '../store/open-store.js'

export const pageBytes = 4_096

/** A store in a folder that is damaged again and again, each time from its good state. */
export interface Victim {
  readonly folder: string
  readonly file: string
  readonly good: Buffer
}

/** Returns a number in [0, below). */
export type Random = (below: number) => number

export function randomFrom(seed: number): Random {
  let state = (Math.imul(seed, 2_654_435_761) + 1) >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

export function writeAt(file: string, at: number, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, bytes, 0, bytes.length, at)
  closeSync(descriptor)
}

/** The pages of a table or an index. */
export function pagesOf(file: string, name: string): readonly number[] {
  const db = new Database(file, { readOnly: true })
  try {
    const pages = db.prepare<{ pageno: number }>('SELECT pageno FROM dbstat WHERE name = ?').all(name)
    return pages.map(({ pageno }) => pageno)
  } finally {
    db.close()
  }
}

/** Changes one byte of a message's id in an index on ids, so that the message is not found. */
export function damageIndex(file: string, name: string): void {
  const db = new Database(file, { readOnly: true })
  const ids = db.prepare<{ id: string }>('SELECT id FROM messages ORDER BY sequence').all()
  db.close()
  const wanted = ids.at(-4)?.id ?? ''
  const content = readFileSync(file)
  for (const page of pagesOf(file, name)) {
    const start = (page - 1) * pageBytes
    const at = content.subarray(start, start + pageBytes).indexOf(wanted)
    if (at < 0) continue
    // Its last character: the key keeps its place between the others, so that only its own message is hidden.
    writeAt(file, start + at + wanted.length - 1, Buffer.from('~'))
    return
  }
  throw new Error('The index has no such key.')
}

function flip(file: string, good: Buffer, bit: number): void {
  writeAt(file, bit >> 3, Buffer.from([(good[bit >> 3] ?? 0) ^ (1 << (bit & 7))]))
}

const noise = (random: Random, length: number) => Uint8Array.from({ length }, () => random(256))

type Damage = (victim: Victim, random: Random) => void

const damagePage =
  (bytes: (victim: Victim, random: Random) => Uint8Array): Damage =>
  (victim, random) =>
    writeAt(victim.file, random(victim.good.length / pageBytes) * pageBytes, bytes(victim, random))

const newestBackup = ({ folder }: Victim) => listBackups(folder)[0]?.file ?? ''

/** What may happen to the files of a store, by kind. */
export const damages: Readonly<Record<string, Damage>> = {
  bit: ({ file, good }, random) => flip(file, good, random(good.length * 8)),
  'bit of the header': ({ file, good }, random) => flip(file, good, random(800)),
  'bit of the first page': ({ file, good }, random) => flip(file, good, random(pageBytes * 8)),
  byte: ({ file, good }, random) => writeAt(file, random(good.length), noise(random, 1)),
  bytes: ({ file, good }, random) => writeAt(file, random(good.length - 700), noise(random, 1 + random(700))),
  'page of zeros': damagePage(() => new Uint8Array(pageBytes)),
  'page of noise': damagePage((_, random) => noise(random, pageBytes)),
  'page copied over another': damagePage(({ good }, random) => {
    const at = random(good.length / pageBytes) * pageBytes
    return good.subarray(at, at + pageBytes)
  }),
  length: ({ file, good }, random) => truncateSync(file, random(good.length)),
  'short length': ({ file }, random) => truncateSync(file, random(200)),
  'longer file': ({ file }, random) => writeFileSync(file, noise(random, 1 + random(9_000)), { flag: 'a' }),
  'header of zeros': ({ file }) => writeAt(file, 0, new Uint8Array(100)),
  'missing file': ({ file }) => rmSync(file),
  'missing file and an empty newest backup': (victim) => {
    rmSync(victim.file)
    truncateSync(newestBackup(victim), 0)
  },
  'missing file and a damaged newest backup': (victim, random) => {
    rmSync(victim.file)
    const backup = newestBackup(victim)
    writeAt(backup, random(victim.good.length / 2), noise(random, 300))
  },
  'bad page and a dangling newest backup': (victim, random) => {
    const backup = newestBackup(victim)
    rmSync(backup)
    symlinkSync(join(victim.folder, 'nowhere'), backup)
    damages['page of noise']?.(victim, random)
  },
  'bad page and bad backups': (victim, random) => {
    for (const { file } of listBackups(victim.folder)) writeAt(file, 0, noise(random, pageBytes))
    damages['page of noise']?.(victim, random)
  },
  'backup with a name of the future': (victim, random) => {
    copyFileSync(newestBackup(victim), join(victim.folder, 'backups', '2999-01-01T00-00-00.000Z.db'))
    damages['page of noise']?.(victim, random)
  },
}

/** Restores the good state from `template`. */
export function restore(template: string, folder: string): Victim {
  rmSync(folder, { recursive: true, force: true })
  cpSync(template, folder, { recursive: true })
  const file = join(folder, storeFile)
  return { folder, file, good: readFileSync(file) }
}
