import { create } from 'zustand'
import type { ViewState } from '../../contract/requests.js'
import { request } from '../bridge.js'
import { addNotice, type Notice, removeNotice, undoOf, withoutAbout } from './notices.js'

export interface OpenPage {
  readonly jobId: string
  readonly page: number
  /** The passage to mark, from 1. */
  readonly passage?: number
}

/** Of a reply, or of the next one. */
export interface PromptOf {
  readonly conversationId: string
  readonly messageId?: string
}

interface ViewStore {
  readonly view: ViewState
  /** In a narrow window the sidebar lies over the transcript, and is closed at first. */
  readonly isOverlayOpen: boolean
  readonly notices: readonly Notice[]
  /** A page of a document that is being looked at. */
  readonly page: OpenPage | null
  /** The prompt that is being looked at. */
  readonly prompt: PromptOf | null
  readonly isConversationSettingsOpen: boolean
  /** The conversation whose title is being written, and where. */
  readonly renaming: { readonly id: string; readonly where: 'sidebar' | 'title' } | null
}

export const useView = create<ViewStore>(() => ({
  view: { conversationId: null, sidebarOpen: true, sidebarWidth: 260, textScale: 100 },
  isOverlayOpen: false,
  notices: [],
  page: null,
  prompt: null,
  isConversationSettingsOpen: false,
  renaming: null,
}))

export const sidebarBounds = { minimum: 200, maximum: 360 } as const
export const textScaleBounds = { minimum: 85, maximum: 150 } as const
export const narrowWindow = window.matchMedia('(max-width: 759px)')

const saveAfterMs = 300
/** What was changed in this window; newer than what main gives at the start. */
let changes: Partial<ViewState> = {}
let saveTimer: ReturnType<typeof setTimeout> | undefined

export async function loadView(): Promise<ViewState> {
  const view = { ...(await request.loadView()), ...changes }
  useView.setState({ view })
  return view
}

/** Changes what the window remembers; main is told when it has been quiet for a moment. */
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

/** Whatever lies over the conversation; it belongs to the one that is left. */
export const closePanels = () =>
  useView.setState({ isOverlayOpen: false, page: null, prompt: null, isConversationSettingsOpen: false })

export function resizeSidebar(width: number): void {
  const { minimum, maximum } = sidebarBounds
  changeView({ sidebarWidth: Math.round(Math.min(Math.max(width, minimum), maximum)) })
}

const textScaleSteps = [85, 90, 100, 110, 120, 135, 150] as const

/** One step larger or smaller, or back to 100 %. */
export function changeTextScale(change: 'larger' | 'smaller' | 'reset'): void {
  const { textScale } = useView.getState().view
  const next = {
    larger: textScaleSteps.find((step) => step > textScale) ?? textScaleBounds.maximum,
    smaller: textScaleSteps.findLast((step) => step < textScale) ?? textScaleBounds.minimum,
    reset: 100,
  }[change]
  changeView({ textScale: next })
}

let lastNoticeId = 0

export function notify(notice: Omit<Notice, 'id' | 'tone'> & { readonly tone?: Notice['tone'] }): void {
  const full: Notice = { tone: 'info', ...notice, id: ++lastNoticeId }
  useView.setState(({ notices }) => ({ notices: addNotice(notices, full) }))
}

/** Says what went wrong. For failures that belong to no message and leave nothing half done. */
export function reportError(error: unknown, about?: string): void {
  const message = error instanceof Error ? error.message : String(error)
  notify({ message, tone: 'danger', ...(about !== undefined && { about }) })
}

/** What went wrong with it before has been mended. */
export const dismissAbout = (about: string) =>
  useView.setState(({ notices }) => ({ notices: withoutAbout(notices, about) }))

export const dismissNotice = (id: number) => useView.setState(({ notices }) => ({ notices: removeNotice(notices, id) }))

/** Undoes what the newest notice offers to undo; answers whether there was one. */
export function undoNewest(): boolean {
  const notice = undoOf(useView.getState().notices)
  if (!notice) return false
  dismissNotice(notice.id)
  notice.action?.run()
  return true
}

/** Copies, and says so when it did not work. */
export async function copyText(text: string): Promise<void> {
  try {
    await request.copyText(text)
  } catch (error) {
    reportError(error)
    throw error
  }
}

export function openLink(address: string): void {
  request.openLink(address).catch(reportError)
}

export const openPage = (page: OpenPage | null) => useView.setState({ page })
export const showPrompt = (prompt: PromptOf | null) => useView.setState({ prompt })
export const setConversationSettingsOpen = (isOpen: boolean) => useView.setState({ isConversationSettingsOpen: isOpen })
export const startRenaming = (id: string, where: 'sidebar' | 'title') => useView.setState({ renaming: { id, where } })
export const endRenaming = () => useView.setState({ renaming: null })
