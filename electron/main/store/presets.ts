import { randomUUID } from 'node:crypto'
import { AppError } from '../../../contract/errors.js'
import type { Preset } from '../../../contract/settings.js'
import { storableText } from '../../../contract/storable-text.js'
import { readReplySettings } from '../settings/settings-schema.js'
import type { Database } from './database.js'
import type { Presets } from './store.js'
import { fromJson, withUnknownKeys } from './stored-reply.js'

interface PresetRow {
  readonly id: string
  readonly name: string
  readonly settings: string
}

export function createPresets(db: Database): Presets {
  const all = db.prepare<PresetRow>('SELECT id, name, settings FROM presets')
  const add = db.prepare('INSERT INTO presets (id, name, settings) VALUES (?, ?, ?)')
  const replace = db.prepare('UPDATE presets SET name = ?, settings = ? WHERE id = ?')
  const rename = db.prepare('UPDATE presets SET name = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM presets WHERE id = ?')

  const list = () =>
    all
      .all()
      .map(toPreset)
      .sort((a, b) => nameCollator.compare(a.name, b.name))
  const findByName = (name: string) => list().find((preset) => nameKey(preset.name) === nameKey(name))

  return {
    list,
    save: (name, settings) =>
      db.transaction(() => {
        const replaced = findByName(name)
        const preset = { id: replaced?.id ?? randomUUID(), name: storedName(name), settings }
        const stored = all.all().find(({ id }) => id === preset.id)?.settings ?? null
        const json = withUnknownKeys(stored, settings)
        if (!replaced) add.run(preset.id, preset.name, json)
        else replace.run(preset.name, json, preset.id)
        return { preset, ...(replaced && { replaced }) }
      }),
    rename: (id, name) =>
      db.transaction(() => {
        const other = findByName(name)
        if (other && other.id !== id) throw new AppError('refused', `There is a preset called ${other.name} already.`)
        if (rename.run(storedName(name), id) === 0) throw new AppError('not-found', 'This preset no longer exists.')
      }),
    remove: (id) => void remove.run(id),
  }
}

const nameCollator = new Intl.Collator('en', { numeric: true })

/** Equal for two spellings of one name. SQLite's NOCASE knows only ASCII. Upper case first makes ß and SS equal. */
const nameKey = (name: string) => storedName(name).toUpperCase().toLowerCase()

const storedName = (name: string) => storableText(name).normalize()

const toPreset = (row: PresetRow): Preset => ({
  id: row.id,
  name: row.name,
  settings: readReplySettings(fromJson(row.settings)),
})
