import { type RefObject, useEffect } from 'react'
import { isTextField } from '../../ui/text-field.js'
import { selectedRange } from '../transcript/selected-range.js'
import { selectionCopy } from './selection-copy.js'

/** Copies what is selected in the transcript as rich text and as Markdown, without what belongs to the window. */
export function useCopy(content: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      const range = selectedRange()
      if (event.defaultPrevented || !range || isTextField(document.activeElement)) return
      if (!content.current?.contains(range.commonAncestorContainer)) return
      const { text, html } = selectionCopy(range)
      event.clipboardData?.setData('text/plain', text)
      event.clipboardData?.setData('text/html', html)
      event.preventDefault()
    }
    document.addEventListener('copy', onCopy)
    return () => document.removeEventListener('copy', onCopy)
  }, [content])
}
