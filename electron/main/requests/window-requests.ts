import type { BrowserWindow } from 'electron'
import { AppError } from '../../../contract/errors.js'
import { type AppCommand, isAppCommand } from '../../../contract/menu.js'
import type { WindowRequestHandlers } from '../../../contract/requests.js'
import { emitToOthers } from '../ipc.js'
import type { Store } from '../store/store.js'
import { openContextMenu } from '../window/context-menu.js'
import { createDragOut } from '../window/drag-out.js'
import type { MainWindows } from '../window/main-windows.js'
import type { NameUndo } from '../window/menu.js'
import { asView } from '../window/view-state.js'
import { reloadWindow } from '../window/windows.js'
import {
  asContextCommands,
  asDragSource,
  asId,
  asIdOrNull,
  asMenuPlace,
  asReplySettings,
  asText,
  asUndoNames,
  maxMessageCharacters,
} from './arguments.js'

interface WindowRequestOptions {
  readonly store: Store
  readonly mainWindows: MainWindows
  readonly dataFolder: string
  readonly nameUndo: NameUndo
  readonly runAppCommand: (command: AppCommand) => void
}

/** What a window asks about itself. */
export function createWindowRequests(options: WindowRequestOptions) {
  const { store, dataFolder, mainWindows, nameUndo, runAppCommand } = options
  const dragOut = createDragOut(store, dataFolder)
  return {
    loadView: async (window) => mainWindows.viewOf(window),
    async saveView(window, view) {
      mainWindows.saveView(window, asView(view))
    },
    async saveDraft(window, conversationId, text, settings) {
      const draft = {
        conversationId: asIdOrNull(conversationId),
        text: asText(text, maxMessageCharacters),
        ...(settings !== undefined && { settings: asReplySettings(settings) }),
      }
      store.drafts.save(draft.conversationId, draft.text, draft.settings)
      emitToOthers(window, 'draftChanged', draft)
    },
    async nameUndo(window, names) {
      nameUndo(window, asUndoNames(names))
    },
    async openContextMenu(window, commands, place) {
      openContextMenu(window, asContextCommands(commands), asMenuPlace(place))
    },
    async openInNewWindow(window, conversationId, isBeside) {
      const { id } = store.conversations.get(asId(conversationId))
      if (isBeside === true) mainWindows.openBeside(id, window)
      else mainWindows.open(id, window)
    },
    async dragOut(window, source) {
      await dragOut(window, asDragSource(source))
    },
    async runAppCommand(_, command) {
      if (!isAppCommand(command)) throw new AppError('refused', 'There is no such command.')
      runAppCommand(command)
    },
    async reloadWindow(window) {
      reloadWindow(window)
    },
  } satisfies WindowRequestHandlers<BrowserWindow>
}
