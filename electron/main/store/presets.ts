import { randomUUID } from 'node:crypto'
import { AppError } from '../../../contract/errors.js'
import type { Preset, ReplySettings } from '../../../contract/settings.js'
import type { Database } from './database.js'
import type { Presets } from './store.js'

interface PresetRow {
  readonly id: string
  readonly name: string
  readonly settings: string
}

export function createPresets(db: Database): Presets {
  const all = db.prepare<PresetRow>('SELECT id, name, settings FROM presets ORDER BY name COLLATE NOCASE')
  const named = db.prepare<PresetRow>('SELECT id, name, settings FROM presets WHERE name = ? COLLATE NOCASE')
  const put = db.prepare(`
    INSERT INTO presets (id, name, settings) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, name = excluded.name`)
  const rename = db.prepare('UPDATE presets SET name = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM presets WHERE id = ?')

  return {
    list: () => all.all().map(toPreset),
    save: (name, settings) =>
      db.transaction(() => {
        put.run(randomUUID(), name, JSON.stringify(settings))
        const row = named.get(name)
        if (!row) throw new AppError('unknown', `The preset ${name} was not kept.`)
        return toPreset(row)
      }),
    rename: (id, name) =>
      db.transaction(() => {
        const other = named.get(name)
        if (other && other.id !== id) throw new AppError('refused', `There is a preset called ${other.name} already.`)
        if (rename.run(name, id) === 0) throw new AppError('not-found', 'This preset no longer exists.')
      }),
    remove: (id) => void remove.run(id),
  }
}

const toPreset = (row: PresetRow): Preset => ({
  id: row.id,
  name: row.name,
  settings: JSON.parse(row.settings) as ReplySettings,
})
