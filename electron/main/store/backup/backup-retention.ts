const days = 7
const weeks = 4
const beforeMigrations = 2
const dayMs = 86_400_000

export interface BackupName {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** The version of the migration that it was made before. */
  readonly before?: number
}

const pattern = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)(?:-before-(\d+))?\.db$/

export function backupName(at: number, before?: number): string {
  const time = new Date(at).toISOString().replaceAll(':', '-')
  return `${time}${before === undefined ? '' : `-before-${before}`}.db`
}

/** The backups among the names of files, newest first. */
export function parseBackupNames(names: readonly string[]): readonly BackupName[] {
  return names
    .flatMap((name): BackupName[] => {
      const [, date, hour, minute, second, before] = pattern.exec(name) ?? []
      const at = Date.parse(`${date}T${hour}:${minute}:${second}`)
      if (Number.isNaN(at)) return []
      return [before === undefined ? { name, at } : { name, at, before: Number(before) }]
    })
    .sort((a, b) => b.at - a.at)
}

/**
 * The backups that are no longer needed. Kept are the newest of each of the last 7 days and of each of the last 4
 * weeks that have one (a Mac that was off for a month keeps all of them), and the last two made before a migration.
 */
export function expiredBackups(names: readonly string[]): readonly string[] {
  const backups = parseBackupNames(names)
  const kept = new Set([
    ...newestOfEach(backups, days, (at) => Math.floor(at / dayMs)),
    // Weeks begin on Monday; day 0 was a Thursday.
    ...newestOfEach(backups, weeks, (at) => Math.floor((at / dayMs + 3) / 7)),
    ...backups
      .filter(({ before }) => before !== undefined)
      .slice(0, beforeMigrations)
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
