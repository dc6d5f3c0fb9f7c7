import { DatabasePool } from '@photostructure/sqlite/experimental'

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
