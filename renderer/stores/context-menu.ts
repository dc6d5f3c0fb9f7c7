import { type ContextCommand, isContextCommand, type MenuPlace } from '../../contract/context-menu.js'
import { listen, request } from '../bridge.js'
import { reportError } from './view.js'

interface ContextMenuSource {
  /** What can be done where the context menu was asked for last. */
  readonly commands: () => readonly string[]
  readonly run: (command: ContextCommand) => void
}

/** Answers main when it opens a context menu, and runs what the user chooses. Returns the function that ends it. */
export function followContextMenu({ commands, run }: ContextMenuSource): () => void {
  const ends = [listen('contextMenuAsked', () => answerContextMenu(commands(), null)), listen('contextCommand', run)]
  return () => {
    for (const end of ends) end()
  }
}

/** Opens the native menu at the keyboard's place, or where main asked. */
export function answerContextMenu(commands: readonly string[], place: MenuPlace | null): void {
  request.openContextMenu(commands.filter(isContextCommand), place).catch(reportError)
}
