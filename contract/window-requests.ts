import type { ContextCommand, MenuPlace } from './context-menu.js'
import type { DragSource } from './drag-out.js'
import type { AppCommand, UndoNames } from './menu.js'
import type { ReplySettings } from './settings.js'
import type { ViewState } from './view.js'

/** Requests about the window that makes them: there may be several, and main answers each for itself. */
export interface WindowRequests {
  /** What this window shows. Of a window that is not a main window: what the last used one shows. */
  loadView(): Promise<ViewState>
  saveView(view: ViewState): Promise<void>
  /** Stores unsent text; null means the draft of a conversation that does not exist yet, with its `settings`. */
  saveDraft(conversationId: string | null, text: string, settings?: ReplySettings): Promise<void>
  /** Names Undo and Redo in the Edit menu while this window is in front. */
  nameUndo(names: UndoNames): Promise<void>
  /** Opens a native context menu with these commands. `place` null: where the pointer asked for it. */
  openContextMenu(commands: readonly ContextCommand[], place: MenuPlace | null): Promise<void>
  /** Opens a conversation in another window. `isBeside`: each of the two gets a half of the screen. */
  openInNewWindow(conversationId: string, isBeside: boolean): Promise<void>
  /** Goes on with a drag that began in the window as the drag of a Markdown file, or of one with code. */
  dragOut(source: DragSource): Promise<void>
  /** Runs a command of the menu that main runs itself. */
  runAppCommand(command: AppCommand): Promise<void>
  /** Loads the page of the window again, after it stopped. */
  reloadWindow(): Promise<void>
}

export const windowRequestNames = {
  loadView: true,
  saveView: true,
  saveDraft: true,
  nameUndo: true,
  openContextMenu: true,
  openInNewWindow: true,
  dragOut: true,
  runAppCommand: true,
  reloadWindow: true,
} satisfies Record<keyof WindowRequests, true>
