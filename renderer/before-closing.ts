/**
 * Calls `save` before the page goes away. At `beforeunload` main still waits for the page and takes its requests; at
 * `pagehide`, which a reload reaches too, it may refuse them, because the frame is already detached.
 * @returns a function that removes the listeners
 */
export function beforeClosing(save: () => void): () => void {
  window.addEventListener('beforeunload', save)
  window.addEventListener('pagehide', save)
  return () => {
    window.removeEventListener('beforeunload', save)
    window.removeEventListener('pagehide', save)
  }
}
