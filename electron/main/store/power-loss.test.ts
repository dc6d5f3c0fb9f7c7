import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { randomFrom } from '../../../build/torture/random.mjs'
import { bundleChild } from '../testing/bundle-child.js'
import { afterPowerCut, type DiskEvent, recordDisk } from '../testing/power-loss.js'
import { Facts } from '../testing/torture/facts.js'
import type { Life } from '../testing/torture/torture-child.js'
import { openStore } from './open-store.js'

const isHeavy = process.env.PARLEY_HEAVY !== undefined
const [cutsPerRun, runs] = isHeavy ? [100, 10] : [8, 1]
const lines = isHeavy ? 1_500 : 150

const at = (path: string, place: number, text: string): DiskEvent => ({
  kind: 'write',
  path,
  at: place,
  data: Buffer.from(text),
})

test('after a power cut there is all that was synced, and any part of what was written since', () => {
  const events: readonly DiskEvent[] = [
    at('a', 0, 'synced'),
    { kind: 'sync', path: 'a' },
    at('a', 6, '-one'),
    at('a', 10, '-two'),
    { kind: 'line', text: 'said' },
  ]
  const random = randomFrom(1)
  const left = new Set(Array.from({ length: 200 }, () => String(afterPowerCut(events, events.length, random).get('a'))))
  expect([...left].every((text) => text.startsWith('synced'))).toBe(true)
  expect(left.has('synced')).toBe(true)
  expect(left.has('synced-one')).toBe(true)
  expect(left.has('synced\0\0\0\0-two')).toBe(true)
  expect(left.has('synced-one-two')).toBe(true)
  expect(String(afterPowerCut(events, 2, random).get('a'))).toBe('synced')
})

/** What a store must have: all it acknowledged; of a running reply what was written before the last sync. */
function factsOf(events: readonly DiskEvent[]): Facts {
  const facts = new Facts()
  const lastSync = events.findLastIndex(
    ({ kind, ...event }) => kind === 'sync' && 'path' in event && event.path.endsWith('-wal'),
  )
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'line') continue
    const said = event.text.replace(/^0 /, '')
    if (!said.startsWith('text ') || index < lastSync) facts.take(said)
  }
  return facts
}

// Other systems have no strace.
if (spawnSync('strace', ['-V']).status === 0)
  test('a power cut at any moment loses nothing that was acknowledged', { timeout: 3_600_000 }, async () => {
    const script = await bundleChild('torture/store-torture.ts', 'store-torture')
    const folder = mkdtempSync(join(tmpdir(), 'parley-power-'))
    try {
      for (let run = 1; run <= runs; run++) {
        const random = randomFrom(run)
        const live = join(folder, `live-${run}`)
        mkdirSync(live)
        const life: Life = { folder: live, seed: run, before: 0, oldVersion: 0 }
        const args = [script, 'live', JSON.stringify([life])]
        const events = await recordDisk(join(folder, 'trace'), live, lines, args)
        const opened = events.findIndex((event) => event.kind === 'line')
        expect(events.filter(({ kind }) => kind === 'sync').length).toBeGreaterThan(lines / 20)
        for (let cut = 0; cut < cutsPerRun; cut++) {
          const count = opened + Math.floor(random(events.length - opened))
          const left = join(folder, `left-${run}-${cut}`)
          mkdirSync(left)
          for (const [path, content] of afterPowerCut(events, count, random))
            writeFileSync(join(left, basename(path)), content)
          const store = openStore(left)
          expect({ run, cut, notices: store.openingNotices }).toEqual({ run, cut, notices: [] })
          expect({ run, cut, lost: factsOf(events.slice(0, count)).lostFrom(store) }).toEqual({ run, cut, lost: [] })
          store.close()
          rmSync(left, { recursive: true })
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
