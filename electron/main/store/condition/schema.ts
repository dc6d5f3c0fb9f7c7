import { Database, inMemory } from '../database.js'
import { latestVersion, migrate } from '../migrate.js'

/** Tables without which a file is no store of Parley. */
const ownTables = ['conversations', 'messages']

/**
 * Tables with their columns, and indexes with theirs. Of a virtual table only the name: SQLite reads its content to find
 * its columns, and fails when that is damaged.
 */
const selectShape = `
  SELECT name, '' AS columns FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'
  UNION ALL
  SELECT t.name, group_concat(c.cid || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk)
    FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c
    WHERE t.schema = 'main' AND t.type IN ('table', 'shadow') AND t.name NOT LIKE 'sqlite%' GROUP BY t.name
  UNION ALL
  SELECT t.name || '.' || i.name, group_concat(i."unique" || ' ' || ifnull(c.name, c.cid) || ' ' || c.coll || ' ' || c.desc)
    FROM pragma_table_list AS t, pragma_index_list(t.name) AS i, pragma_index_xinfo(i.name) AS c
    WHERE t.schema = 'main' AND t.type IN ('table', 'shadow') GROUP BY t.name, i.name`

type Shape = ReadonlyMap<string, string>

/**
 * The version whose tables the file has: the one that it claims, or another one when its version number is damaged.
 * `foreign`: no table of Parley. Undefined when tables, columns or indexes are missing or unknown.
 */
export function versionOfTables(db: Database): number | 'foreign' | undefined {
  const shape = shapeOf(db)
  if (!ownTables.some((table) => shape.has(table))) return 'foreign'
  const claimed = db.version
  const others = Array.from({ length: latestVersion }, (_, index) => latestVersion - index)
  return [claimed, ...others].find((version) => version > 0 && version <= latestVersion && fits(shape, version))
}

function fits(shape: Shape, version: number): boolean {
  const expected = shapeOfVersion(version)
  return expected.size === shape.size && [...expected].every(([name, columns]) => shape.get(name) === columns)
}

const shapes = new Map<number, Shape>()

function shapeOfVersion(version: number): Shape {
  const known = shapes.get(version)
  if (known) return known
  const db = new Database(inMemory)
  try {
    migrate(db, version)
    const shape = shapeOf(db)
    shapes.set(version, shape)
    return shape
  } finally {
    db.close()
  }
}

function shapeOf(db: Database): Shape {
  const rows = db.prepare<{ name: string; columns: string }>(selectShape).all()
  return new Map(rows.map(({ name, columns }) => [name, columns]))
}
