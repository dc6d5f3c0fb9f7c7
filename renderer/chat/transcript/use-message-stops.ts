import { type RefObject, useEffect } from 'react'

const controls = 'a[href], button:not(:disabled), [tabindex="0"], [data-stop]'
/** They scroll with the keyboard, and stay stops of their own where they have something to scroll. */
const scrolling = 'pre, .md-table'

/**
 * Makes each message one stop of Tab, with the arrow keys between what it has, so that Tab does not take a stop for each
 * button of each message. The stop of a message is what had the focus last. A message that is being edited is a form.
 */
export function useMessageStops(content: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = content.current
    if (!element) return
    /** What had the focus last, by message. */
    const last = new WeakMap<Element, Element>()
    // Only Tab reads the stops, so nothing is looked through while a reply is written.
    const onAnyKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'Tab') setStops(element, last)
    }
    const onFocusIn = ({ target }: FocusEvent) => {
      const message = messageOf(target)
      if (message && target instanceof Element) last.set(message, target)
    }
    window.addEventListener('keydown', onAnyKeyDown, { capture: true })
    element.addEventListener('focusin', onFocusIn)
    element.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onAnyKeyDown, { capture: true })
      element.removeEventListener('focusin', onFocusIn)
      element.removeEventListener('keydown', onKeyDown)
    }
  }, [content])
}

const messageOf = (target: EventTarget | null) => (target instanceof Element ? target.closest('.message') : null)

const controlsOf = (message: Element) =>
  [...message.querySelectorAll<HTMLElement>(controls)].filter((control) => !control.closest('[hidden]'))

const isInside = (control: Element) => !control.matches(scrolling)

interface Stop {
  readonly control: HTMLElement
  readonly place: 'here' | 'inside'
  readonly tabIndex: 0 | -1
}

function setStops(content: Element, last: WeakMap<Element, Element>): void {
  // All is measured before anything is set, because each change would have the next measure lay the conversation out again.
  const stops = [...content.querySelectorAll('.message')].flatMap((message) => stopsOf(message, last.get(message)))
  for (const { control, place, tabIndex } of stops) {
    if (control.dataset.stop !== place) control.dataset.stop = place
    if (control.tabIndex !== tabIndex) control.tabIndex = tabIndex
  }
}

function stopsOf(message: Element, wanted: Element | undefined): readonly Stop[] {
  const isForm = message.querySelector('textarea') !== null
  const all = controlsOf(message)
  const inside = all.filter(isInside)
  const stop = inside.find((control) => control === wanted) ?? inside[0]
  return all.map((control) => {
    const isScrolling = !isInside(control) && control.scrollWidth > control.clientWidth
    const isStop = isForm || isScrolling || control === stop
    return { control, place: control === stop ? 'here' : 'inside', tabIndex: isStop ? 0 : -1 }
  })
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

function onKeyDown(event: KeyboardEvent): void {
  const { target, key } = event
  const message = messageOf(target)
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return
  if (!message || !(target instanceof HTMLElement)) return
  const inside = controlsOf(message).filter((control) => isInside(control) && control.checkVisibility())
  const at = inside.indexOf(target)
  if (at < 0) return
  const step = steps[key]
  const next =
    step !== undefined ? inside[at + step] : key === 'Home' ? inside[0] : key === 'End' ? inside.at(-1) : undefined
  if (!next) return
  event.preventDefault()
  next.focus()
}
