import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { checkFile, listBackups } from './backup/backup.js'
import { Database } from './database.js'
import { openStore } from './open-store.js'
import type { Store } from './store.js'

const kills = 20
const repository = join(import.meta.dirname, '..', '..', '..')

interface Acknowledged {
  readonly users: Map<string, string>
  readonly texts: Map<string, number>
  readonly ends: Set<string>
  /** The turn of the child's life at which a conversation was last renamed. */
  readonly renames: Map<string, number>
  readonly versions: Set<string>
  /** Each reply that goes on from another one, and that one. */
  readonly continued: Map<string, string>
  readonly cuts: Set<string>
  /** The turn of the child's life at which a preset was last saved, by its name. */
  readonly presets: Map<string, number>
}

/** The child as one file that Node runs; inside the repository, so that it finds SQLite. */
async function bundleChild(): Promise<string> {
  const outDir = join(repository, 'out', 'test', 'store')
  await build({
    configFile: false,
    root: repository,
    logLevel: 'error',
    ssr: { external: ['@photostructure/sqlite'] },
    build: {
      ssr: join(repository, 'electron', 'main', 'testing', 'kill-child.ts'),
      target: 'node20',
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'kill-child.mjs' } },
    },
  })
  return join(outDir, 'kill-child.mjs')
}

/** Runs the child until it has said `lines` lines, kills it, and notes all that it has said by then. */
async function runAndKill(script: string, folder: string, seed: number, lines: number, noted: Acknowledged) {
  const child = spawn(process.execPath, [script, folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    if (++count === lines) child.kill('SIGKILL')
    const [, kind, id = '', rest = ''] = /^(\w+)(?: (\S+))?(?: (.*))?$/.exec(line) ?? []
    if (kind === 'user') noted.users.set(id, rest)
    if (kind === 'text') noted.texts.set(id, Number(rest))
    if (kind === 'end') noted.ends.add(id)
    if (kind === 'renamed') noted.renames.set(id, Number(rest))
    if (kind === 'version') noted.versions.add(id)
    if (kind === 'continued') noted.continued.set(id, rest)
    if (kind === 'cut') noted.cuts.add(id)
    if (kind === 'preset') noted.presets.set(id, Number(rest))
  }
  expect(await ended).toBe('SIGKILL')
}

function check(folder: string, noted: Acknowledged): void {
  const db = new Database(join(folder, 'parley.db'), { readOnly: true })
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  db.close()
  const store = openStore(folder)
  expect(store.openingNotices).toEqual([])
  for (const [id, text] of noted.users) expect(store.messages.get(id)).toMatchObject({ role: 'user', text })
  for (const [id, length] of noted.texts) {
    const text = textOf(store, id)
    expect(text.length).toBeGreaterThanOrEqual(length)
    expect(wholeText(id).startsWith(text)).toBe(true)
  }
  for (const id of noted.ends) expect(store.messages.get(id)).toMatchObject({ state: 'done' })
  for (const [id, turn] of noted.renames) {
    // A later rename may have been saved and not said any more.
    expect(Number(store.conversations.get(id).title.split('-')[1])).toBeGreaterThanOrEqual(turn)
  }
  for (const id of noted.versions) expect(store.messages.get(id).versions?.count).toBeGreaterThan(1)
  for (const [id, base] of noted.continued) {
    expect(store.messages.continuedFrom(id)).toMatchObject({ id: base, state: 'stopped' })
    expect(textOf(store, id).startsWith(textOf(store, base))).toBe(true)
  }
  for (const id of noted.cuts) expect(store.cuts.get(id)).toMatchObject({ state: 'done', summary: `summary of ${id}` })
  for (const [name, turn] of noted.presets) {
    const preset = store.presets.list().find((each) => each.name === name)
    expect(preset?.settings.seed).toBeGreaterThanOrEqual(turn)
  }
  store.close()
  for (const { file } of listBackups(folder)) expect(checkFile(file)).toBeUndefined()
}

function textOf(store: Store, id: string): string {
  const message = store.messages.get(id)
  return message.role === 'assistant' ? message.text : ''
}

/** What the child writes into this reply: numbered words without a gap, cut anywhere at the end. */
const wholeText = (id: string) => Array.from({ length: 220 }, (_, word) => `${id.slice(0, 8)}-${word} `).join('')

test('a process killed at any moment loses nothing that it was told was saved', { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-kill-'))
  const script = await bundleChild()
  const noted: Acknowledged = {
    users: new Map(),
    texts: new Map(),
    ends: new Set(),
    renames: new Map(),
    versions: new Set(),
    continued: new Map(),
    cuts: new Set(),
    presets: new Map(),
  }
  try {
    for (let seed = 1; seed <= kills; seed++) {
      // Turns are counted anew in each life.
      noted.renames.clear()
      noted.presets.clear()
      await runAndKill(script, folder, seed, 1 + Math.floor(Math.random() * 400), noted)
      check(folder, noted)
    }
    expect(noted.users.size).toBeGreaterThan(kills)
    for (const { size } of [noted.versions, noted.continued, noted.cuts]) expect(size).toBeGreaterThan(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
