import { defaultOcrLanguages } from '../../../contract/ocr-languages.js'
import { againWhenGone, createHiddenWindow, killWindow } from './hidden-window.js'
import { type OnUse, readInWindow } from './read-in-window.js'
import type { Reader } from './reader.js'

/** Readers in hidden windows, one per document. */
export const createReaderWindows = (onUse: OnUse = () => {}): Reader => ({
  async read(source, signal, { languages = defaultOcrLanguages, onProgress = () => {} } = {}) {
    let rejectsWhenGone = true
    return againWhenGone(async () => {
      signal.throwIfAborted()
      const window = createHiddenWindow()
      try {
        return await readInWindow(window, { source, languages, signal, onUse, onProgress, rejectsWhenGone })
      } finally {
        rejectsWhenGone = false
        await killWindow(window)
      }
    })
  },
})
