import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { bundleChild } from '../testing/bundle-child.js'
import { checkFile, listBackups } from './backup/backup.js'
import { Database } from './database.js'
import { openStore } from './open-store.js'
import type { Store } from './store.js'

const kills = 20

interface Acknowledged {
  readonly users: Map<string, string>
  readonly texts: Map<string, number>
  readonly ends: Set<string>
  /** The turn of the child process at which a conversation was last renamed. */
  readonly renames: Map<string, number>
  readonly versions: Set<string>
  /** Each reply that continues another one, mapped to that one. */
  readonly continued: Map<string, string>
  readonly cuts: Set<string>
  /** The turn of the child process at which a preset was last saved, by name. */
  readonly presets: Map<string, number>
}

/** Runs the child until it has printed `lines` lines, kills it, and records everything it printed. */
async function runAndKill(script: string, folder: string, seed: number, lines: number, acknowledged: Acknowledged) {
  const child = spawn(process.execPath, [script, folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    if (++count === lines) child.kill('SIGKILL')
    const [, kind, id = '', rest = ''] = /^(\w+)(?: (\S+))?(?: (.*))?$/.exec(line) ?? []
    if (kind === 'user') acknowledged.users.set(id, rest)
    if (kind === 'text') acknowledged.texts.set(id, Number(rest))
    if (kind === 'end') acknowledged.ends.add(id)
    if (kind === 'renamed') acknowledged.renames.set(id, Number(rest))
    if (kind === 'version') acknowledged.versions.add(id)
    if (kind === 'continued') acknowledged.continued.set(id, rest)
    if (kind === 'cut') acknowledged.cuts.add(id)
    if (kind === 'preset') acknowledged.presets.set(id, Number(rest))
  }
  expect(await ended).toBe('SIGKILL')
}

function check(folder: string, acknowledged: Acknowledged): void {
  const db = new Database(join(folder, 'parley.db'), { readOnly: true })
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  db.close()
  const store = openStore(folder)
  expect(store.openingNotices).toEqual([])
  for (const [id, text] of acknowledged.users) expect(store.messages.get(id)).toMatchObject({ role: 'user', text })
  for (const [id, length] of acknowledged.texts) {
    const text = textOf(store, id)
    expect(text.length).toBeGreaterThanOrEqual(length)
    expect(wholeText(id).startsWith(text)).toBe(true)
  }
  for (const id of acknowledged.ends) expect(store.messages.get(id)).toMatchObject({ state: 'done' })
  for (const [id, turn] of acknowledged.renames) {
    // A later rename may have been saved but not printed.
    expect(Number(store.conversations.get(id).title.split('-')[1])).toBeGreaterThanOrEqual(turn)
  }
  for (const id of acknowledged.versions) expect(store.messages.get(id).versions?.count).toBeGreaterThan(1)
  for (const [id, base] of acknowledged.continued) {
    expect(store.messages.continuedFrom(id)).toMatchObject({ id: base, state: 'stopped' })
    expect(textOf(store, id).startsWith(textOf(store, base))).toBe(true)
  }
  for (const id of acknowledged.cuts)
    expect(store.cuts.get(id)).toMatchObject({ state: 'done', summary: `summary of ${id}` })
  for (const [name, turn] of acknowledged.presets) {
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

/** The text the child writes into this reply: numbered words without gaps, possibly cut at the end. */
const wholeText = (id: string) => Array.from({ length: 220 }, (_, word) => `${id.slice(0, 8)}-${word} `).join('')

test('a process killed at any moment loses nothing that a call reported as saved', { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-kill-'))
  const script = await bundleChild('kill-child.ts', 'kill-child')
  const acknowledged: Acknowledged = {
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
      // Each child process counts its turns from the start.
      acknowledged.renames.clear()
      acknowledged.presets.clear()
      await runAndKill(script, folder, seed, 1 + Math.floor(Math.random() * 400), acknowledged)
      check(folder, acknowledged)
    }
    expect(acknowledged.users.size).toBeGreaterThan(kills)
    for (const { size } of [acknowledged.versions, acknowledged.continued, acknowledged.cuts])
      expect(size).toBeGreaterThan(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
