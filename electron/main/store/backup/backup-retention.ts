export const maxDailyBackups = 7
export const maxWeeklyBackups = 4
export const maxMigrationBackups = 2
const maxRestoreBackups = 2
const dayMs = 86_400_000

export interface BackupName {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** The version of the migration that the backup precedes. */
  readonly beforeVersion?: number
  /** It has the store that a restored backup replaced. */
  readonly isBeforeRestore?: true
}

const pattern = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)(?:-before-(\d+|restore))?\.db$/

/** `before`: the version of the migration that follows, or `restore`. */
export function backupName(at: number, before?: number | 'restore'): string {
  const time = new Date(at).toISOString().replaceAll(':', '-')
  return `${time}${before === undefined ? '' : `-before-${before}`}.db`
}

/** Picks the backups out of file names, newest first. A time after `now` is of a clock that was ahead, and counts as now. */
export function parseBackupNames(names: readonly string[], now = Number.POSITIVE_INFINITY): readonly BackupName[] {
  return names
    .flatMap((name): BackupName[] => {
      const [, date, hour, minute, second, before] = pattern.exec(name) ?? []
      const at = Date.parse(`${date}T${hour}:${minute}:${second}`)
      if (Number.isNaN(at)) return []
      if (before === undefined) return [{ name, at }]
      return [before === 'restore' ? { name, at, isBeforeRestore: true } : { name, at, beforeVersion: Number(before) }]
    })
    .sort((a, b) => Math.min(b.at, now) - Math.min(a.at, now) || b.at - a.at)
}

/**
 * Names of the backups to remove after `written` was made. Kept are the newest backup of each of the last 7 days and of
 * each of the last 4 weeks that have one (a Mac that was off for a month loses none), the last two made before a
 * migration, the last two that a restored backup replaced, and always `written`. Names of times after it are of a clock that was ahead, or is behind now: they have
 * the same number of places, of their own, so that a wrong clock costs no backup.
 */
export function expiredBackups(names: readonly string[], written?: string): readonly string[] {
  const backups = parseBackupNames(names)
  const now = backups.find(({ name }) => name === written)?.at ?? Number.POSITIVE_INFINITY
  const kept = new Set([
    ...placesOf(backups.filter(({ at }) => at <= now)),
    ...placesOf(backups.filter(({ at }) => at > now)),
    ...(written === undefined ? [] : [written]),
  ])
  return backups.map(({ name }) => name).filter((name) => !kept.has(name))
}

function placesOf(backups: readonly BackupName[]): readonly string[] {
  return [
    ...newestOfEach(backups, maxDailyBackups, (at) => Math.floor(at / dayMs)),
    // Weeks start on Monday; day 0 was a Thursday.
    ...newestOfEach(backups, maxWeeklyBackups, (at) => Math.floor((at / dayMs + 3) / 7)),
    ...backups
      .filter(({ beforeVersion }) => beforeVersion !== undefined)
      .slice(0, maxMigrationBackups)
      .map(({ name }) => name),
    ...backups
      .filter(({ isBeforeRestore }) => isBeforeRestore)
      .slice(0, maxRestoreBackups)
      .map(({ name }) => name),
  ]
}

function newestOfEach(backups: readonly BackupName[], count: number, periodOf: (at: number) => number): string[] {
  const newest = new Map<number, string>()
  for (const { name, at } of backups) {
    const period = periodOf(at)
    if (!newest.has(period)) newest.set(period, name)
  }
  return [...newest.values()].slice(0, count)
}
