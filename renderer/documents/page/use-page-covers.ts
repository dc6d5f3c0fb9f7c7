import { useSyncExternalStore } from 'react'
import { useView } from '../../stores/view.js'

/** As in page-view.css. */
const smallWindow = window.matchMedia('(max-width: 640px)')

/** Whether the page of a document covers the conversation, as in a small window. */
export function usePageCovers(): boolean {
  const isOpen = useView(({ page }) => page !== null)
  const isSmall = useSyncExternalStore(onChange, () => smallWindow.matches)
  return isOpen && isSmall
}

function onChange(listener: () => void): () => void {
  smallWindow.addEventListener('change', listener)
  return () => smallWindow.removeEventListener('change', listener)
}
