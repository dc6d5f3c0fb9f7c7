import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backupName, expiredBackups, parseBackupNames } from './backup-retention.js'

const day = 86_400_000
const monday = Date.UTC(2026, 0, 5)
const kept = (names: readonly string[]) => {
  const expired = new Set(expiredBackups(names))
  return names.filter((name) => !expired.has(name))
}

test('after a year of hourly backups the last 7 days and the last 4 weeks are left', () => {
  let names: readonly string[] = []
  const hours = 365 * 24
  for (let hour = 0; hour < hours; hour++) names = kept([...names, backupName(monday + hour * 3_600_000)])
  const last = monday + (hours - 1) * 3_600_000
  const daysAgo = parseBackupNames(names).map(({ at }) => Math.floor((last - at) / day))
  // 365 days after a Monday a Tuesday starts: this week, and the Sundays of the three weeks before it.
  expect(daysAgo).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 15])
})

test('a backup made before a migration outlives other backups of its day', () => {
  const before = backupName(monday, 2)
  const names = [before, ...Array.from({ length: 50 }, (_, n) => backupName(monday + (n + 1) * day))]
  expect(kept(names)).toContain(before)
})

test('the newest backup always stays, other files are never removed, and a second pass removes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 * day }), { minLength: 1, maxLength: 60 }), (times) => {
      const names = [...new Set(times)].map((time) => backupName(monday + time))
      const rest = kept([...names, 'notes.txt', '2026-01-05.db'])
      expect(rest).toContain(backupName(monday + Math.max(...times)))
      expect(rest).toContain('notes.txt')
      expect(rest.length).toBeLessThanOrEqual(11 + 2)
      expect(expiredBackups(rest)).toEqual([])
    }),
  )
})

/** Writes a backup at each time, and removes those that expire. */
function writeAll(times: readonly number[], before: readonly string[] = []): readonly string[] {
  let names = before
  for (const time of times) {
    const written = backupName(time)
    const expired = new Set(expiredBackups([...names, written], written))
    expect(expired).not.toContain(written)
    names = [...names, written].filter((name) => !expired.has(name))
  }
  return names
}

const days = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index * day)

test('after the clock was ahead by years, each new backup stays, and those of the last 7 days', () => {
  const past = writeAll(days(monday, 30))
  const ahead = writeAll(days(monday + 4_000 * day, 30), past)
  const after = writeAll(days(monday + 31 * day, 10), ahead)
  expect(after).toContain(backupName(monday + 40 * day))
  expect(parseBackupNames(after).filter(({ at }) => at < monday + 41 * day).length).toBeGreaterThanOrEqual(7)
  expect(after.length).toBeLessThanOrEqual(2 * (11 + 2))
})

test('a clock that was reset to 1970 for a day removes no backup of another day', () => {
  const past = writeAll(days(monday, 30))
  const after = writeAll([1_000, 2_000, 3_000], past)
  for (const name of past) expect(after).toContain(name)
})

test('what was just written never expires, whatever names are there', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -400 * day, max: 400 * day }), { minLength: 1, maxLength: 60 }), (times) => {
      const rest = writeAll([...new Set(times)].map((time) => monday + time))
      expect(rest.length).toBeLessThanOrEqual(2 * (11 + 2) + 1)
    }),
  )
})

test('a time of the future counts as now', () => {
  const names = [backupName(monday + 400 * day), backupName(monday), backupName(monday - day)]
  const sorted = parseBackupNames(names, monday).map(({ at }) => Math.min(at, monday))
  expect(sorted).toEqual([monday, monday, monday - day])
})
