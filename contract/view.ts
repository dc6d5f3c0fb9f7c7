export const minSidebarPixels = 200
export const maxSidebarPixels = 360
export const minPagePixels = 320
export const maxPagePixels = 900
export const minTextScalePercent = 85
export const maxTextScalePercent = 150
/** Per cent. */
export const textScaleSteps = [minTextScalePercent, 90, 100, 110, 120, 135, maxTextScalePercent] as const

/** What the main window remembers about itself across restarts. */
export interface ViewState {
  readonly conversationId: string | null
  readonly sidebarOpen: boolean
  /** CSS pixels, `minSidebarPixels` to `maxSidebarPixels`. */
  readonly sidebarWidth: number
  /** Of the pane of a document's page: CSS pixels, `minPagePixels` to `maxPagePixels`. */
  readonly pageWidth: number
  /** Per cent, `minTextScalePercent` to `maxTextScalePercent`. */
  readonly textScale: number
  /** How the sidebar sorts: by last use, in groups by date, or by title. */
  readonly sort: 'used' | 'title'
  /** Folders whose conversations the sidebar hides. */
  readonly closedFolders: readonly string[]
}

/** The view of the first start. */
export const initialView: ViewState = {
  conversationId: null,
  sidebarOpen: true,
  sidebarWidth: 260,
  pageWidth: 460,
  textScale: 100,
  sort: 'used',
  closedFolders: [],
}
