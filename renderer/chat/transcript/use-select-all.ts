import { type RefObject, useEffect } from 'react'

/**
 * Select All outside of a text field selects the conversation, or the dialog or page that has the focus: Chromium would
 * select every text of the window, also that in its fields.
 */
export function useSelectAll(content: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onSelectStart = (event: Event) => {
      // Only Select All begins at the body, whether it came by a key or from the menu.
      if (event.target !== document.body) return
      event.preventDefault()
      const place = document.activeElement?.closest('[role=dialog], .page-view')
      const selected = place?.querySelector('[data-select-all]') ?? place ?? content.current
      if (selected) document.getSelection()?.selectAllChildren(selected)
    }
    document.addEventListener('selectstart', onSelectStart)
    return () => document.removeEventListener('selectstart', onSelectStart)
  }, [content])
}
