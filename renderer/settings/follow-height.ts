import { fitSettings } from '../stores/settings.js'

/** A ref callback that keeps the window as high as the element. */
export function followHeight(element: HTMLElement | null): (() => void) | undefined {
  if (!element) return undefined
  const observer = new ResizeObserver(() => fitSettings(element.getBoundingClientRect().height))
  observer.observe(element)
  return () => observer.disconnect()
}
