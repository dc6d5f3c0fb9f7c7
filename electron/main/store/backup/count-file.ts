import { z } from 'zod'
import type { Counts } from '../condition/counts.js'
import { readRows, withPool } from '../pool.js'

export const selectCounts = `
  SELECT (SELECT count(*) FROM conversations) AS conversations, (SELECT count(*) FROM messages) AS messages`

const count = z.number().int().nonnegative()

export const countsSchema = z.object({ conversations: count, messages: count })

/** Counts what a database file holds, on SQLite's own threads. Rejects when it cannot be read. */
export async function countFile(file: string): Promise<Counts> {
  const [counts] = await withPool(file, (pool) => readRows(pool, countsSchema, selectCounts))
  if (!counts) throw new Error('SQLite counts nothing.')
  return counts
}
