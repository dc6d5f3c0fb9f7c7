import type { Database } from './database.js'

const dayMs = 86_400_000
/** A clock that shows less was reset, for example by an empty battery. */
const earliestPlausibleMs = Date.UTC(2020, 0)

export interface UseTimes {
  /** The time of a use that happens now: later than every other one, so that what was used last stands first. */
  next(): number
  /** Makes times of a clock that was ahead count as now, in their order. Call when the store opens. */
  correct(): void
}

/** The times at which conversations were used, by a clock that may have been wrong. */
export function createUseTimes(db: Database, now: () => number): UseTimes {
  const newest = db.prepare<{ at: number | null }>('SELECT max(updated_at) AS at FROM conversations')
  const correct = db.prepare(`
    UPDATE conversations SET updated_at = ?1 - place FROM (
      SELECT sequence AS ahead, row_number() OVER (ORDER BY updated_at DESC, sequence DESC) - 1 AS place
      FROM conversations WHERE updated_at > ?1 + ${dayMs}
    ) WHERE sequence = ahead`)

  return {
    next() {
      const at = now()
      const last = newest.get()?.at ?? 0
      return at > last ? at : last + 1
    },
    correct() {
      const at = now()
      const last = newest.get()?.at ?? 0
      if (at >= earliestPlausibleMs && last > at + dayMs) correct.run(at)
    },
  }
}
