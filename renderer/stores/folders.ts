import { create } from 'zustand'
import type { Folder } from '../../contract/order.js'
import type { Project } from '../../contract/project.js'
import { listen, request } from '../bridge.js'
import { inFolder, placeAgain, placementsOf } from './order.js'
import { noticeOf, perform, undoStep } from './undo.js'
import { changeView, notify, reportError, startRenamingFolder, useView } from './view.js'

/** Sorted by name. */
export const useFolders = create<{ readonly folders: readonly Folder[] }>(() => ({ folders: [] }))

export async function followFolders(): Promise<void> {
  listen('foldersChanged', (folders) => useFolders.setState({ folders }))
  const folders = await request.listFolders()
  useFolders.setState({ folders })
}

/** Shows the folders as they are stored, after a change that main refused. */
const showStored = async (error: unknown) => {
  reportError(error)
  await request.listFolders().then((folders) => useFolders.setState({ folders }), reportError)
}
const save = (folder: Folder) => request.saveFolder(folder).catch(showStored)
const remove = (id: string) => request.removeFolder(id).catch(showStored)

/** Adds a folder, puts these conversations into it, and lets the user name it. Returns its id. */
export function addFolder(ids: readonly string[], parentId?: string): string {
  const folder: Folder = { id: crypto.randomUUID(), name: 'New folder', ...(parentId !== undefined && { parentId }) }
  const before = placementsOf(ids, 'folderId')
  perform({
    name: 'New Folder',
    ids: [folder.id],
    redo: () => void save(folder).then(() => placeAgain([{ ids, placement: { folderId: folder.id } }])),
    undo: () => {
      placeAgain(before)
      void remove(folder.id)
    },
  })
  // It is shown at once, so that its name can be typed.
  useFolders.setState(({ folders }) => ({ folders: [...folders, folder] }))
  openFolder(parentId)
  startRenamingFolder(folder.id)
  return folder.id
}

export function renameFolder(folder: Folder, text: string): void {
  const name = text.trim()
  if (name === '' || name === folder.name) return
  perform({
    name: 'Rename Folder',
    ids: [folder.id],
    redo: () => void save({ ...folder, name }),
    undo: () => void save(folder),
  })
}

/** What conversations in the folder begin with. */
export function setProject(folder: Folder, project: Project): void {
  const { project: _, ...bare } = folder
  perform({
    name: 'Change Project',
    ids: [folder.id],
    redo: () => void save({ ...bare, project }),
    undo: () => void save(folder),
  })
}

/** Removes a folder. What it holds stays, in no folder. */
export function removeFolder(folder: Folder): void {
  const children = useFolders.getState().folders.filter(({ parentId }) => parentId === folder.id)
  const inside = inFolder(folder.id)
  const step = perform({
    name: 'Delete Folder',
    ids: [folder.id],
    redo: () => void remove(folder.id),
    undo: () =>
      void save(folder).then(() => {
        for (const child of children) void save(child)
        placeAgain([{ ids: inside, placement: { folderId: folder.id } }])
      }),
  })
  notify({
    message: 'Folder deleted. Its conversations stay.',
    subject: folder.name,
    about: noticeOf(step),
    action: { label: 'Undo', run: () => undoStep(step) },
  })
}

export function toggleFolder(id: string): void {
  const { closedFolders } = useView.getState().view
  const isClosed = closedFolders.includes(id)
  changeView({ closedFolders: isClosed ? closedFolders.filter((other) => other !== id) : [...closedFolders, id] })
}

const openFolder = (id: string | undefined) => {
  if (id !== undefined && useView.getState().view.closedFolders.includes(id)) toggleFolder(id)
}
