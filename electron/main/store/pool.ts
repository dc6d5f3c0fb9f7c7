import { DatabasePool } from '@photostructure/sqlite/experimental'
import { z } from 'zod'

/** Calls `work` with a connection on SQLite's own threads. */
export async function withPool<T>(file: string, work: (pool: DatabasePool) => Promise<T>): Promise<T> {
  const connectionSetup = [{ sql: 'PRAGMA busy_timeout = 5000' }]
  const pool = await DatabasePool.open(file, { authorizer: 'none', connectionSetup })
  try {
    return await work(pool)
  } finally {
    await pool.close()
  }
}

/** Runs a query on SQLite's own threads and reads each row with a schema. */
export async function readRows<T>(
  pool: DatabasePool,
  row: z.ZodType<T>,
  sql: string,
  values: readonly string[] = [],
): Promise<readonly T[]> {
  return z.array(row).parse(await pool.all(sql, [...values]))
}
