import { app, type BrowserWindow } from 'electron'
import { isTemporary } from '../../../contract/chat.js'
import { type DragSource, endingOfLanguage } from '../../../contract/drag-out.js'
import { AppError } from '../../../contract/errors.js'
import { visibleText } from '../../../markdown/visible-text.js'
import { DraggedFiles } from '../history/dragged-files.js'
import { markdownText, partText } from '../history/exporting/markdown-text.js'
import { shownConversation, shownMessage } from '../history/exporting/shown-conversation.js'
import type { Store } from '../store/store.js'

const maxNameLength = 60

/** Makes what goes on with a drag that began in a window as the drag of a file. */
export function createDragOut(store: Store, dataFolder: string) {
  const files = new DraggedFiles(dataFolder)
  app.once('will-quit', () => files.empty())
  return async (window: BrowserWindow, source: DragSource): Promise<void> => {
    const file = write(source, store, files)
    const icon = await app.getFileIcon(file)
    if (!window.isDestroyed()) window.webContents.startDrag({ file, icon })
  }
}

function write(source: DragSource, store: Store, files: DraggedFiles): string {
  switch (source.kind) {
    case 'code':
      return files.write('Code', endingOfLanguage(source.language), source.text)
    case 'conversation': {
      refuseTemporary(source.conversationId)
      const shown = shownConversation(store, source.conversationId)
      return files.write(shown.title, 'md', markdownText(shown))
    }
    case 'message': {
      refuseTemporary(store.messages.get(source.messageId).conversationId)
      const shown = shownMessage(store, source.messageId)
      const [firstLine = ''] = (shown.isMarkdown ? visibleText(shown.text) : shown.text).trim().split('\n')
      return files.write(firstLine.slice(0, maxNameLength) || shown.who, 'md', `${partText(shown).join('\n\n')}\n`)
    }
  }
}

/** A drag writes a file before it is dropped anywhere. */
function refuseTemporary(conversationId: string): void {
  if (isTemporary(conversationId))
    throw new AppError(
      'refused',
      'Keep this temporary conversation first, then drag it out. Until then nothing of it is written.',
    )
}
