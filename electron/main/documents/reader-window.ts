import { defaultOcrLanguages } from '../../../contract/ocr-languages.js'
import { createHiddenWindow, killWindow } from './hidden-window.js'
import { type OnUse, readInWindow } from './read-in-window.js'
import type { Reader } from './reader.js'

/** Readers in hidden windows, one per document. */
export const createReaderWindows = (onUse: OnUse = () => {}): Reader => ({
  async read(source, signal, languages = defaultOcrLanguages) {
    signal.throwIfAborted()
    const window = createHiddenWindow()
    try {
      return await readInWindow(window, { source, languages, signal, onUse })
    } finally {
      await killWindow(window)
    }
  },
})
