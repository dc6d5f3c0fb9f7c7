import { AppError } from '../../../contract/errors.js'
import type { Folder } from '../../../contract/order.js'
import { chainOf, isEmptyProject } from '../../../contract/project.js'
import { readProject } from '../settings/project-schema.js'
import type { Database } from './database.js'
import type { Folders } from './store.js'
import { fromJson, withUnknownKeys } from './stored-reply.js'

interface FolderRow {
  readonly id: string
  readonly name: string
  readonly parent_id: string | null
  /** The project, as JSON; `{}` for none. */
  readonly settings: string
}

export function createFolders(db: Database): Folders {
  const all = db.prepare<FolderRow>('SELECT id, name, parent_id, settings FROM folders')
  const one = db.prepare<FolderRow>('SELECT id, name, parent_id, settings FROM folders WHERE id = ?')
  const child = db.prepare('SELECT 1 FROM folders WHERE parent_id = ?')
  const save = db.prepare(`
    INSERT INTO folders (id, name, parent_id, settings) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE
      SET name = excluded.name, parent_id = excluded.parent_id, settings = excluded.settings`)
  const folderOf = db.prepare<{ folder_id: string | null }>('SELECT folder_id FROM conversations WHERE id = ?')
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
        const stored = one.get(folder.id)?.settings ?? null
        const { settings, preset, model, documentIds } = folder.project ?? { settings: {} }
        // A field that is absent here was taken away; one of a later version stays.
        const project = { settings, preset, model, documentIds }
        save.run(folder.id, folder.name, folder.parentId ?? null, withUnknownKeys(stored, project))
      }),
    remove: (id) => void remove.run(id),
    chainOf(conversationId) {
      const folderId = folderOf.get(conversationId)?.folder_id ?? undefined
      return folderId === undefined ? [] : chainOf(all.all().map(toFolder), folderId)
    },
  }
}

const byName = new Intl.Collator('en', { numeric: true })

function toFolder({ id, name, parent_id, settings }: FolderRow): Folder {
  const project = readProject(fromJson(settings))
  return {
    id,
    name,
    ...(parent_id !== null && { parentId: parent_id }),
    ...(!isEmptyProject(project) && { project }),
  }
}
