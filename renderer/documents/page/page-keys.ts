import type { KeyboardEvent } from 'react'
import { isTextField } from '../../ui/text-field.js'
import { isCommand, zoomOfPress } from './zoom.js'

interface PageKeys {
  readonly platform: string
  readonly turn: (by: 1 | -1) => void
  /** Undefined where nothing is zoomed: then ⌘+ and ⌘− change the size of the text, as elsewhere. */
  readonly zoom: ((change: (zoom: number) => number) => void) | undefined
  readonly find: () => void
  readonly step: ((by: 1 | -1) => void) | undefined
  readonly close: () => void
}

/** The keys of the pane, wherever in it the focus is. The menu never sees those that it handles. */
export const onPageKey = (keys: PageKeys) => (event: KeyboardEvent<HTMLElement>) => {
  if (event.nativeEvent.isComposing || !handle(event, keys)) return
  event.preventDefault()
  event.stopPropagation()
}

function handle(event: KeyboardEvent<HTMLElement>, keys: PageKeys): boolean {
  const { key, target, shiftKey } = event
  const zoom = zoomOfPress(event, keys.platform)
  if (zoom && keys.zoom) keys.zoom(zoom)
  else if (isCommand(event, keys.platform) && key === 'f') keys.find()
  else if (isCommand(event, keys.platform) && key.toLowerCase() === 'g' && keys.step) keys.step(shiftKey ? -1 : 1)
  else if (key === 'Escape') keys.close()
  else if (key === 'ArrowLeft' && turnsPages(event, target)) keys.turn(-1)
  else if (key === 'ArrowRight' && turnsPages(event, target)) keys.turn(1)
  else return false
  return true
}

/** In a field, a choice, and a page or table that is wider than its place, the arrows have another meaning. */
function turnsPages(event: KeyboardEvent, target: EventTarget): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return false
  if (isTextField(target) || !(target instanceof HTMLElement) || target.matches('[type=radio]')) return false
  return target.scrollWidth <= target.clientWidth
}
