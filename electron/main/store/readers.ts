import { Database } from './database.js'

/** Calls `read` with a connection that cannot change the file. SQLite leaves CHECK constraints out of its checks there. */
export function withReader<T>(file: string, read: (db: Database) => T): T {
  const db = new Database(file, { readOnly: true })
  try {
    return read(db)
  } finally {
    db.close()
  }
}

/** Calls `check` with a connection that can check everything. It changes neither the file nor its WAL. */
export function withChecker<T>(file: string, check: (db: Database) => T): T {
  // The last connection moves the WAL into the file when it closes, unless it can only read.
  return withReader(file, (last) => {
    last.prepare('SELECT 1 FROM sqlite_schema').get()
    const db = new Database(file)
    try {
      db.exec('PRAGMA query_only = ON')
      return check(db)
    } finally {
      db.close()
    }
  })
}
