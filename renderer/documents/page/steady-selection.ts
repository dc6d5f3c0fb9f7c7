/**
 * Keeps a selection that is dragged over a place without letters where it was. The letters stand one by one in the page, so
 * that Chromium would continue it to the last of them. As in pdf.js, an element without text that covers the page takes
 * its place in the text beside the end that moves.
 * @param letters holds the elements with text
 * @returns the function that ends it
 */
export function steadySelection(letters: HTMLElement): () => void {
  const cover = document.createElement('div')
  cover.className = 'page-letters-cover'
  const aborter = new AbortController()
  const { signal } = aborter
  let last: Range | undefined
  const end = () => {
    last = undefined
    cover.remove()
  }
  const follow = () => {
    const selection = window.getSelection()
    const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined
    if (!cover.isConnected || !range || range.collapsed) return
    const movesStart = last !== undefined && isSamePoint(range, last, Range.END_TO_END)
    const { startContainer, endContainer } = range
    const moving = letterOf(movesStart ? startContainer : endContainer, letters)
    if (moving) letters.insertBefore(cover, movesStart ? moving : moving.nextSibling)
    last = range.cloneRange()
  }
  letters.addEventListener('pointerdown', () => letters.append(cover), { signal })
  for (const type of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(type, end, { signal })
  document.addEventListener('selectionchange', follow, { signal })
  return () => {
    aborter.abort()
    end()
  }
}

const isSamePoint = (range: Range, last: Range, how: number) => range.compareBoundaryPoints(how, last) === 0

/** The child of `letters` that `node` is in. */
function letterOf(node: Node, letters: HTMLElement): ChildNode | undefined {
  let child: Node | null = node
  while (child && child.parentNode !== letters) child = child.parentNode
  return child instanceof HTMLElement && child.localName === 'span' ? child : undefined
}
