import { create } from 'zustand'
import {
  type AddedDocuments,
  type DocumentPlace,
  type GivenFiles,
  maxSentBytes,
  sentPieceBytes,
} from '../../contract/documents.js'
import { type FolderSummary, maxFolderFiles } from '../../contract/folders.js'
import { request } from '../bridge.js'
import { openConversation, useConversations } from './conversations.js'
import { dismissRefusals, refuse, refuseInTrash, showRefused } from './documents.js'
import { addToDraft } from './project-draft.js'
import { reportError, useView } from './view.js'

/** A file that the window has. Reading throws a sentence for the user. */
export interface FileToAdd {
  readonly name: string
  readonly bytes: number
  /** `to` is not included. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>
}

/** A folder, while the window asks what to do with it. */
export interface FolderToAdd {
  readonly id: number
  readonly conversationId: string | null
  /** Where its files go without a question. */
  readonly place?: DocumentPlace | undefined
  readonly summary: FolderSummary
  readonly add: (place: DocumentPlace) => Promise<void>
}

/** A large file on its way to main. */
export interface Arriving {
  readonly id: number
  /** The conversation, or the folder, that shows it. */
  readonly conversationId: string | null
  readonly name: string
  readonly doneBytes: number
  readonly bytes: number
}

interface AddingStore {
  /** The first is asked about. */
  readonly folders: readonly FolderToAdd[]
  readonly arriving: readonly Arriving[]
  /** How many additions to each composer, or folder, are going on; a message, or a project, waits for them. */
  readonly additions: ReadonlyMap<string | null, number>
}

export const useAdding = create<AddingStore>(() => ({ folders: [], arriving: [], additions: new Map() }))

/** Whether files are on their way into the composer of a conversation, or into a folder. */
export const useIsAdding = (id: string | null): boolean => useAdding(({ additions }) => (additions.get(id) ?? 0) > 0)

async function whileAdding<T>(place: DocumentPlace, work: () => Promise<T>): Promise<T> {
  if (place !== null && typeof place === 'object' && 'each' in place) return work()
  const id = place !== null && typeof place === 'object' ? place.folderId : place
  const count = (change: number) =>
    useAdding.setState(({ additions }) => ({
      additions: new Map(additions).set(id, (additions.get(id) ?? 0) + change),
    }))
  count(1)
  try {
    return await work()
  } finally {
    count(-1)
  }
}

let lastId = 0

/** Where files go now: to the project whose dialog is open, else into the composer of the open conversation. */
export function currentPlace(): {
  readonly place: string | null | { folderId: string }
  readonly shownIn: string | null
} {
  const { project } = useView.getState()
  if (project !== null) return { place: { folderId: project }, shownIn: project }
  const { openId } = useConversations.getState()
  return { place: openId, shownIn: openId }
}

/** Whether nothing can be added, which it says. */
export const refusePlace = (): boolean => useView.getState().project === null && refuseInTrash()

const showAdded = (shownIn: string | null, added: AddedDocuments) => {
  showRefused(shownIn, added)
  addToDraft(shownIn, added.documentIds)
}

/**
 * Puts files into the current place. Reads and sends one after another: many large ones together would
 * hold main and the window for seconds.
 */
export async function addFilesToOpen(files: readonly FileToAdd[]): Promise<void> {
  if (files.length === 0 || refusePlace()) return
  const { place, shownIn } = currentPlace()
  dismissRefusals(shownIn)
  await addFilesTo(place, shownIn, files)
}

/** Returns the ids of new conversations. @param shownIn the conversation, or the folder, that shows what is refused */
export const addFilesTo = (place: DocumentPlace, shownIn: string | null, files: readonly FileToAdd[]) =>
  whileAdding(place, () => addEach(place, shownIn, files))

async function addEach(
  place: DocumentPlace,
  shownIn: string | null,
  files: readonly FileToAdd[],
): Promise<readonly string[]> {
  const begun: string[] = []
  for (const file of files) {
    try {
      const added = file.bytes > maxSentBytes ? await sendPieces(place, shownIn, file) : await sendWhole(place, file)
      showAdded(shownIn, added)
      begun.push(...added.begun)
    } catch (error) {
      refuse(shownIn, { name: file.name, message: error instanceof Error ? error.message : String(error) })
    }
  }
  return begun
}

const sendWhole = async (place: DocumentPlace, { name, bytes, read }: FileToAdd) =>
  request.addDocuments(place, [{ name, bytes: await read(0, bytes) }])

async function sendPieces(place: DocumentPlace, shownIn: string | null, { name, bytes, read }: FileToAdd) {
  const id = await request.beginDocument(place, name, bytes)
  const arriving: Arriving = { id: ++lastId, conversationId: shownIn, name, doneBytes: 0, bytes }
  useAdding.setState((state) => ({ arriving: [...state.arriving, arriving] }))
  try {
    for (let from = 0; from < bytes && isArriving(arriving.id); from += sentPieceBytes) {
      const to = Math.min(from + sentPieceBytes, bytes)
      if (!(await request.sendDocumentPiece(id, await read(from, to)))) break
      setDone(arriving.id, to)
    }
    const added = await request.endDocument(id)
    // The user has given it up.
    return isArriving(arriving.id) ? added : { refused: [], begun: [], documentIds: [] }
  } catch (error) {
    await request.endDocument(id).catch(() => {}) // what failed first is reported
    throw error
  } finally {
    giveUp(arriving.id)
  }
}

const isArriving = (id: number) => useAdding.getState().arriving.some((each) => each.id === id)

const setDone = (id: number, doneBytes: number) =>
  useAdding.setState(({ arriving }) => ({
    arriving: arriving.map((each) => (each.id === id ? { ...each, doneBytes } : each)),
  }))

/** Sends no more of a file; what was sent is deleted. */
export const giveUp = (id: number) =>
  useAdding.setState(({ arriving }) => ({ arriving: arriving.filter((each) => each.id !== id) }))

/** Asks what to do with a folder, unless there is nothing to ask. */
export function askAboutFolder(folder: Omit<FolderToAdd, 'id'>): void {
  const { conversationId, summary, place, add } = folder
  const { name, count } = summary
  if (count === 0) refuse(conversationId, { name, message: 'There is no file in this folder that Parley can read.' })
  else if (count > maxFolderFiles) refuse(conversationId, { name, message: tooManyFiles(count) })
  else if (place !== undefined || count === 1) add(place ?? conversationId).catch(reportError)
  else useAdding.setState(({ folders }) => ({ folders: [...folders, { ...folder, id: ++lastId }] }))
}

const tooManyFiles = (count: number) =>
  `This folder has ${count.toLocaleString('en')} files. Parley adds up to ${maxFolderFiles} at once: drop those that you need.`

export const closeFolder = (id: number) =>
  useAdding.setState(({ folders }) => ({ folders: folders.filter((each) => each.id !== id) }))

/** Adds the files of a folder that the user was asked about. */
export function addFolder({ id, conversationId, add }: FolderToAdd, isTogether: boolean): void {
  closeFolder(id)
  add(isTogether ? conversationId : { each: 'conversation' }).catch(reportError)
}

/** Lets the user choose files, or folders, for the current place. */
export async function pickDocuments(what: 'files' | 'folders' = 'files'): Promise<void> {
  if (refusePlace()) return
  try {
    const given = await request.pickDocuments(what)
    if (given) await takeGiven(given)
  } catch (error) {
    reportError(error)
  }
}

/** Takes the files that were opened with Parley. */
export async function takeOpenedFiles(): Promise<void> {
  try {
    await takeGiven(await request.takeOpenedFiles())
  } catch (error) {
    reportError(error)
  }
}

async function takeGiven(given: readonly GivenFiles[]): Promise<void> {
  if (given.length === 0 || refusePlace()) return
  const { place, shownIn } = currentPlace()
  dismissRefusals(shownIn)
  for (const { id, folder } of given) {
    const add = async (place: DocumentPlace) => {
      const added = await whileAdding(place, () => request.addGivenFiles(id, place))
      showAdded(shownIn, added)
      const [first] = added.begun
      if (first !== undefined) openConversation(first)
    }
    if (folder) askAboutFolder({ conversationId: shownIn, place: unasked(place), summary: folder, add })
    else await add(place)
  }
}

/** A project takes all files of a folder. */
export const unasked = (place: DocumentPlace): DocumentPlace | undefined =>
  place !== null && typeof place === 'object' ? place : undefined
