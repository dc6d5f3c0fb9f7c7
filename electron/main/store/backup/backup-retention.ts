const maxDailyBackups = 7
const maxWeeklyBackups = 4
const maxMigrationBackups = 2
const dayMs = 86_400_000

export interface BackupName {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** The version of the migration that the backup precedes. */
  readonly beforeVersion?: number
}

const pattern = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)(?:-before-(\d+))?\.db$/

export function backupName(at: number, beforeVersion?: number): string {
  const time = new Date(at).toISOString().replaceAll(':', '-')
  return `${time}${beforeVersion === undefined ? '' : `-before-${beforeVersion}`}.db`
}

/** Picks the backups out of file names, newest first. */
export function parseBackupNames(names: readonly string[]): readonly BackupName[] {
  return names
    .flatMap((name): BackupName[] => {
      const [, date, hour, minute, second, version] = pattern.exec(name) ?? []
      const at = Date.parse(`${date}T${hour}:${minute}:${second}`)
      if (Number.isNaN(at)) return []
      return [version === undefined ? { name, at } : { name, at, beforeVersion: Number(version) }]
    })
    .sort((a, b) => b.at - a.at)
}

/**
 * Names of the backups to remove. Kept are the newest backup of each of the last 7 days and of each of the last 4 weeks
 * that have one (a Mac that was off for a month loses none), and the last two made before a migration.
 */
export function expiredBackups(names: readonly string[]): readonly string[] {
  const backups = parseBackupNames(names)
  const kept = new Set([
    ...newestOfEach(backups, maxDailyBackups, (at) => Math.floor(at / dayMs)),
    // Weeks start on Monday; day 0 was a Thursday.
    ...newestOfEach(backups, maxWeeklyBackups, (at) => Math.floor((at / dayMs + 3) / 7)),
    ...backups
      .filter(({ beforeVersion }) => beforeVersion !== undefined)
      .slice(0, maxMigrationBackups)
      .map(({ name }) => name),
  ])
  return backups.map(({ name }) => name).filter((name) => !kept.has(name))
}

function newestOfEach(backups: readonly BackupName[], count: number, periodOf: (at: number) => number): string[] {
  const newest = new Map<number, string>()
  for (const { name, at } of backups) {
    const period = periodOf(at)
    if (!newest.has(period)) newest.set(period, name)
  }
  return [...newest.values()].slice(0, count)
}
