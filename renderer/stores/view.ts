import { create } from 'zustand'
import type { DragSource } from '../../contract/drag-out.js'
import type { MainNotice } from '../../contract/events.js'
import { type AppCommand, labelOf } from '../../contract/menu.js'
import type { CopyForm } from '../../contract/requests.js'
import {
  initialView,
  maxPagePixels,
  maxSidebarPixels,
  maxTextScalePercent,
  minPagePixels,
  minSidebarPixels,
  minTextScalePercent,
  textScaleSteps,
  type ViewState,
} from '../../contract/view.js'
import { request } from '../bridge.js'
import { addNotice, type Notice, removeNotice, undoOf, withoutAbout } from './notices.js'

export interface OpenPage {
  readonly documentId: string
  readonly page: number
  /** The passage to mark, from 1. */
  readonly passage?: number
}

/** Which prompt to show: that of a reply, of the check of a message, or the next one without `messageId`. */
export interface PromptTarget {
  readonly conversationId: string
  readonly messageId?: string
  readonly isCheck?: true
}

interface ViewStore {
  readonly view: ViewState
  /** Whether the sidebar is open in a narrow window, where it covers the transcript. */
  readonly isOverlayOpen: boolean
  readonly notices: readonly Notice[]
  /** The page of a document that is shown. */
  readonly page: OpenPage | null
  /** The prompt that is shown. */
  readonly prompt: PromptTarget | null
  readonly isWhatsNewOpen: boolean
  readonly isConversationSettingsOpen: boolean
  /** The conversation whose title is being edited, and where. */
  readonly renaming: { readonly id: string; readonly where: 'sidebar' | 'title' } | null
  readonly renamingFolder: string | null
  /** The folder whose project is being edited. */
  readonly project: string | null
  /** Conversations for which the user chooses a folder. */
  readonly moving: readonly string[] | null
}

export const useView = create<ViewStore>(() => ({
  view: initialView,
  isOverlayOpen: false,
  notices: [],
  page: null,
  prompt: null,
  isWhatsNewOpen: false,
  isConversationSettingsOpen: false,
  renaming: null,
  renamingFolder: null,
  project: null,
  moving: null,
}))

export const narrowWindow = window.matchMedia('(max-width: 759px)')

const saveAfterMs = 300
/** Changes made in this window; newer than the view that main returns on loading. */
let changes: Partial<ViewState> = {}
let saveTimer: ReturnType<typeof setTimeout> | undefined

export async function loadView(): Promise<ViewState> {
  const view = { ...(await request.loadView()), ...changes }
  useView.setState({ view })
  return view
}

/** Changes the remembered view, and saves it after a short pause. */
export function changeView(change: Partial<ViewState>): void {
  changes = { ...changes, ...change }
  useView.setState(({ view }) => ({ view: { ...view, ...change } }))
  clearTimeout(saveTimer)
  saveTimer = setTimeout(saveView, saveAfterMs)
}

export function saveView(): void {
  if (saveTimer === undefined) return
  clearTimeout(saveTimer)
  saveTimer = undefined
  request.saveView(useView.getState().view).catch(reportError)
}

export function toggleSidebar(): void {
  if (narrowWindow.matches) useView.setState(({ isOverlayOpen }) => ({ isOverlayOpen: !isOverlayOpen }))
  else changeView({ sidebarOpen: !useView.getState().view.sidebarOpen })
}

export function showSidebar(): void {
  if (narrowWindow.matches) useView.setState({ isOverlayOpen: true })
  else changeView({ sidebarOpen: true })
}

export const closeOverlay = () => useView.setState({ isOverlayOpen: false })

/** Closes all panels, because they belong to the conversation that the user leaves. */
export const closePanels = () =>
  useView.setState({
    isOverlayOpen: false,
    page: null,
    prompt: null,
    isConversationSettingsOpen: false,
    renaming: null,
  })

/** Closes the dialogs, which would cover what a command leads to. */
export const closeDialogs = () => useView.setState({ prompt: null, isWhatsNewOpen: false })

export function resizeSidebar(width: number): void {
  changeView({ sidebarWidth: Math.round(Math.min(Math.max(width, minSidebarPixels), maxSidebarPixels)) })
}

export function resizePage(width: number): void {
  changeView({ pageWidth: Math.round(Math.min(Math.max(width, minPagePixels), maxPagePixels)) })
}

/** One step larger or smaller, or back to 100 %. */
export function changeTextScale(change: 'larger' | 'smaller' | 'reset'): void {
  const { textScale } = useView.getState().view
  const next = {
    larger: textScaleSteps.find((step) => step > textScale) ?? maxTextScalePercent,
    smaller: textScaleSteps.findLast((step) => step < textScale) ?? minTextScalePercent,
    reset: initialView.textScale,
  }[change]
  changeView({ textScale: next })
}

/** Sets it in every window; also where the main window is closed. */
export function setTextScaleForAll(percent: number): void {
  request.setTextScale(percent).catch(reportError)
}

/** Main says that another window changed it. */
export const textScaleChanged = (textScale: number) =>
  useView.setState(({ view }) => (view.textScale === textScale ? {} : { view: { ...view, textScale } }))

let lastNoticeId = 0

export function notify(notice: Omit<Notice, 'id' | 'tone'> & { readonly tone?: Notice['tone'] }): void {
  const full: Notice = { tone: 'info', ...notice, id: ++lastNoticeId }
  useView.setState(({ notices }) => ({ notices: addNotice(notices, full) }))
}

/** Shows a notice of main. */
export function notifyFromMain({ offers, ...notice }: MainNotice, platform: string): void {
  const run = offers === 'show-data' ? showDataFolder : () => showWhatsNew(true)
  notify({ ...notice, ...(offers && { action: { label: labelOf(offers, platform), run } }) })
}

/** Shows a failure as a notice, when no place on screen belongs to it. Replaces an older notice with the same `about`. */
export function reportError(error: unknown, about?: string): void {
  const message = error instanceof Error ? error.message : String(error)
  notify({ message, tone: 'danger', ...(about !== undefined && { about }) })
}

/** Removes the notices about something, because it has succeeded or is over. */
export const dismissNoticesAbout = (about: string) =>
  useView.setState(({ notices }) => ({ notices: withoutAbout(notices, about) }))

export const dismissNotice = (id: number) => useView.setState(({ notices }) => ({ notices: removeNotice(notices, id) }))

/** The id of the notice that was added last, also after it has gone; 0 before the first one. */
export const newestNoticeId = () => lastNoticeId

/** The number of something that stands in the order of the notices without being one. */
export const nextNoticeId = () => ++lastNoticeId

/** Runs the Undo of the newest notice that has one, of those after the notice `afterId`. Returns whether there was one. */
export function undoNewestNotice(afterId?: number): boolean {
  const notice = undoOf(useView.getState().notices, afterId)
  if (!notice) return false
  dismissNotice(notice.id)
  notice.action?.run()
  return true
}

/** Copies to the clipboard, Markdown as rich text too. Reports a failure and throws it. */
export async function copyText(text: string, form: CopyForm = 'plain'): Promise<void> {
  try {
    await request.copyText(text, form)
  } catch (error) {
    reportError(error)
    throw error
  }
}

export function dragOut(source: DragSource): void {
  request.dragOut(source).catch(reportError)
}

export function showDataFolder(): void {
  request.showDataFolder().catch(reportError)
}

/** Lets main run a command that it runs itself. */
export function runAppCommand(command: AppCommand): void {
  request.runAppCommand(command).catch(reportError)
}

export function openLink(address: string): void {
  request.openLink(address).catch(reportError)
}

export const openPage = (page: OpenPage | null) => useView.setState({ page })
export const showWhatsNew = (isOpen: boolean) => useView.setState({ isWhatsNewOpen: isOpen })
export const showPrompt = (prompt: PromptTarget | null) => useView.setState({ prompt })
export const setConversationSettingsOpen = (isOpen: boolean) => useView.setState({ isConversationSettingsOpen: isOpen })
export const startRenaming = (id: string, where: 'sidebar' | 'title') => useView.setState({ renaming: { id, where } })
export const startRenamingFolder = (id: string) => useView.setState({ renamingFolder: id })
export const editProject = (folderId: string | null) => useView.setState({ project: folderId })
export const endRenamingFolder = () => useView.setState({ renamingFolder: null })
/** Lets the user choose a folder for these conversations; `null` ends that. */
export const chooseFolderFor = (ids: readonly string[] | null) => useView.setState({ moving: ids })
export const endRenaming = () => useView.setState({ renaming: null })
