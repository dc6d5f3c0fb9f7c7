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
