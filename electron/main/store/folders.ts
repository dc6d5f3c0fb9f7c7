import { AppError } from '../../../contract/errors.js'
import type { Folder } from '../../../contract/order.js'
import type { Database } from './database.js'
import type { Folders } from './store.js'

interface FolderRow {
  readonly id: string
  readonly name: string
  readonly parent_id: string | null
}

export function createFolders(db: Database): Folders {
  const all = db.prepare<FolderRow>('SELECT id, name, parent_id FROM folders')
  const one = db.prepare<FolderRow>('SELECT id, name, parent_id FROM folders WHERE id = ?')
  const child = db.prepare('SELECT 1 FROM folders WHERE parent_id = ?')
  const save = db.prepare(`
    INSERT INTO folders (id, name, parent_id) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id`)
  const remove = db.prepare('DELETE FROM folders WHERE id = ?')

  const requirePlace = ({ id, parentId }: Folder) => {
    if (parentId === undefined) return
    const parent = one.get(parentId)
    if (!parent) throw new AppError('not-found', 'This folder no longer exists.')
    if (parent.parent_id !== null || parentId === id || child.get(id))
      throw new AppError('refused', 'A folder can hold folders, but those hold none themselves.')
  }

  return {
    list: () =>
      all
        .all()
        .map(toFolder)
        .sort((a, b) => byName.compare(a.name, b.name)),
    save: (folder) =>
      db.transaction(() => {
        requirePlace(folder)
        save.run(folder.id, folder.name, folder.parentId ?? null)
      }),
    remove: (id) => void remove.run(id),
  }
}

const byName = new Intl.Collator('en', { numeric: true })

const toFolder = ({ id, name, parent_id }: FolderRow): Folder => ({
  id,
  name,
  ...(parent_id !== null && { parentId: parent_id }),
})
